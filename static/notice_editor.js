// The notice in an editor that keeps headings, lists and tables. It stands in for the field of lines, and writes into
// the hidden field beside it; the server sanitises what it gets. Without this file, or when the editor does not load,
// the field of lines is what is sent. Nothing is put into the page but through the editor's own document model.
"use strict";
(async () => {
  const bar = document.getElementById("notice-bar");
  const lines = bar && document.getElementById(bar.dataset.field);
  const html = bar && document.getElementById(bar.dataset.html);
  if (!lines || !html) return;
  let parts;
  try {
    parts = await import(bar.dataset.editor);
  } catch {
    return;
  }
  const label = document.querySelector(`label[for="${lines.id}"]`);
  if (label) {
    label.id = label.id || "notice-label";
    label.removeAttribute("for");
    label.addEventListener("click", () => editor.commands.focus());
  }
  const box = document.createElement("div");
  box.className = "editor-box";
  const editor = new parts.Editor({
    element: box,
    injectCSS: false,
    content: document.getElementById("notice").content.textContent,
    extensions: [
      parts.Document,
      parts.Paragraph,
      parts.Text,
      parts.HardBreak,
      parts.Heading.configure({ levels: [3, 4] }),
      parts.Bold,
      parts.Italic,
      parts.BulletList,
      parts.OrderedList,
      parts.ListItem,
      parts.Table.configure({ resizable: false }),
      parts.TableRow,
      parts.TableHeader,
      parts.TableCell,
      parts.Gapcursor,
      parts.History,
    ],
    editorProps: {
      // Looks of the document it comes from: the page's policy would refuse them one by one.
      transformPastedHTML: (pasted) =>
        pasted
          .replace(/<style[\s\S]*?<\/style>/gi, "")
          .replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : {}),
        ...(lines.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
    },
    onUpdate: () => {
      html.value = editor.getHTML();
    },
  });

  const act = {
    paragraph: (chain) => chain.setParagraph(),
    heading3: (chain) => chain.toggleHeading({ level: 3 }),
    heading4: (chain) => chain.toggleHeading({ level: 4 }),
    bold: (chain) => chain.toggleBold(),
    bullets: (chain) => chain.toggleBulletList(),
    numbers: (chain) => chain.toggleOrderedList(),
    table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    row: (chain) => chain.addRowAfter(),
    column: (chain) => chain.addColumnAfter(),
    head: (chain) => chain.toggleHeaderRow(),
    rowless: (chain) => chain.deleteRow(),
    columnless: (chain) => chain.deleteColumn(),
    tableless: (chain) => chain.deleteTable(),
    undo: (chain) => chain.undo(),
    redo: (chain) => chain.redo(),
  };
  const pressed = {
    heading3: ["heading", { level: 3 }],
    heading4: ["heading", { level: 4 }],
    bold: ["bold"],
    bullets: ["bulletList"],
    numbers: ["orderedList"],
  };
  const show = () => {
    const inTable = editor.isActive("table");
    for (const button of bar.querySelectorAll("button")) {
      if (button.dataset.in) button.hidden = !inTable;
      const [what, more] = pressed[button.dataset.do] || [];
      if (what) button.setAttribute("aria-pressed", String(editor.isActive(what, more)));
    }
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act[button.dataset.do](editor.chain().focus()).run();
  });
  editor.on("transaction", show);
  show();

  const hint = document.getElementById(`${lines.id}_helptext`);
  if (hint) hint.textContent = bar.dataset.hint;
  lines.hidden = true;
  lines.before(bar, box);
  bar.hidden = false;
  // The page may come back by the browser's own back button: what is shown counts, also when nothing is typed again.
  html.value = editor.getHTML();
})();
