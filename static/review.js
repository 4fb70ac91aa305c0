// 对照原文核对: original and structure move together, doubts are settled by single keys, a stretch that was selected
// becomes an indicator. Without this the page is made of plain links and forms.
"use strict";
(function () {
  const work = () => document.getElementById("work");
  const pane = (name) => document.getElementById(name);
  let saving = 0; // autosaves under way
  let waiting = []; // requests that wait for them
  let told = null; // the complaint that has the focus already
  let kept = null; // where the panes stood before they were replaced

  // --- showing one thing in both panes ---------------------------------------------------------
  function into(box, element) {
    if (!box || !element) return;
    const outer = box.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    const head = box.querySelector(".pane-head");
    const top = outer.top + (head ? head.offsetHeight : 0);
    if (box.scrollHeight <= box.clientHeight) {
      element.scrollIntoView({ block: "nearest" });
    } else if (inner.top < top + 8 || inner.bottom > outer.bottom - 8) {
      const lead = inner.height > box.clientHeight - 140 ? 8 : Math.min(120, box.clientHeight / 4);
      box.scrollTop += inner.top - top - lead;
    }
  }

  const spans = (target) => [...document.querySelectorAll(".hit[data-for]")]
    .filter((mark) => mark.dataset.for.split(" ").includes(target));

  function show(target, { original = true, structure = true } = {}) {
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
    const row = target && document.getElementById(target);
    const found = target ? spans(target) : [];
    if (row) row.classList.add("here");
    for (const mark of found) mark.classList.add("here");
    if (original) into(pane("original"), found[0]);
    if (structure) into(pane("tree"), row && row.querySelector(":scope > .node-head") ? row.firstElementChild : row);
  }

  // What the page itself says is open: the row being edited, the current doubt, the open direction.
  function showOpened() {
    const editing = document.querySelector(".row.editing");
    const current = document.querySelector(".hit.k-current");
    const doubt = document.querySelector(".doubts [aria-current]");
    if (doubt) into(document.querySelector(".doubts"), doubt);
    if (editing) {
      show(editing.id);
      editing.querySelector('.row-form input:not([type="hidden"])').focus({ preventScroll: true });
    }
    else if (current) show(current.dataset.for.split(" ").pop());
    else if (!doubt) into(pane("tree"), document.querySelector(".node.open > .node-head"));
  }

  document.addEventListener("click", (event) => {
    const see = event.target.closest("[data-see]");
    if (see) { event.preventDefault(); show(see.dataset.see, { structure: false }); return; }
    if (String(getSelection())) return;
    const mark = event.target.closest(".hit[data-for]");
    if (mark) {
      const targets = mark.dataset.for.split(" ");
      // The narrowest thing that has a row on the page.
      const target = targets.reverse().find((one) => document.getElementById(one)) || targets[0];
      show(target, { original: false });
      return;
    }
    const row = event.target.closest("[data-row]");
    if (row && !event.target.closest("a, button, input, select, textarea, label, summary")) show(row.id, { structure: false });
  });

  // --- keys -------------------------------------------------------------------------------------
  function press(key) {
    const doubts = [...document.querySelectorAll("[data-doubt]")];
    // By the attribute: htmx gives new elements their classes a moment later.
    const at = doubts.findIndex((link) => link.closest("[aria-current]"));
    if (key === "j" || key === "k") {
      const next = at < 0 ? 0 : at + (key === "j" ? 1 : -1);
      return doubts[next];
    }
    if (key === "e") {
      const marked = document.querySelector(".row.here [data-edit]");
      return marked || document.querySelector('[data-key="e"]');
    }
    return document.querySelector(`[data-key="${key}"]`);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !work()) return;
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && field) { field.blur(); return; }
    if (field || !["j", "k", "a", "e"].includes(event.key)) return;
    const element = press(event.key);
    if (element) { event.preventDefault(); element.click(); }
  });

  // --- a stretch of the original ----------------------------------------------------------------
  const long = (text) => [...text].length; // as the server counts: by characters, not by UTF-16 units

  function offset(node, at) {
    const para = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".para");
    if (!para) return null;
    const range = document.createRange();
    range.setStart(para, 0);
    range.setEnd(node, at);
    return Number(para.dataset.start) + long(range.toString());
  }

  document.addEventListener("selectionchange", () => {
    const form = document.querySelector("form[data-stretch]");
    const selected = getSelection();
    if (!form || !selected.rangeCount || selected.isCollapsed) return;
    const range = selected.getRangeAt(0);
    if (!pane("original").contains(range.commonAncestorContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const text = range.toString();
    if (start === null || !text.trim()) return;
    const blank = long(text) - long(text.trimStart());
    form.elements.text.value = text.trim();
    form.elements.start.value = start + blank;
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-stretch]");
    if (form) form.elements.start.value = "";
  });

  // --- cutting at the cursor --------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-cut]");
    if (!form) return;
    const field = form.elements.text;
    const at = field.selectionStart;
    if (!field.value.trim().includes("\n") && at > 0 && at < field.value.length) {
      field.value = `${field.value.slice(0, at)}\n${field.value.slice(at)}`;
    }
  }, true);

  // --- saving -----------------------------------------------------------------------------------
  // Whatever else is asked for waits until an autosave is through: it carries the revision that comes of it.
  const isAutosave = (element) => element.classList.contains("row-state");

  document.addEventListener("htmx:confirm", (event) => {
    const asked = event.detail.elt;
    if (!work() || !work().contains(asked)) return;
    if (saving && !isAutosave(asked)) {
      event.preventDefault();
      waiting.push(() => event.detail.issueRequest(true));
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isAutosave(event.detail.elt)) { saving += 1; }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // The element itself was replaced by then: the event comes from what is around it.
    if (!isAutosave(event.detail.requestConfig.elt)) return;
    saving -= 1;
    const { xhr, failed } = event.detail;
    if (failed && ![409, 422].includes(xhr.status)) tell();
    const ready = waiting;
    waiting = [];
    if (xhr.status === 200) setTimeout(() => ready.forEach((go) => go()), 0);
  });

  function tell() {
    const place = document.querySelector(".row-state");
    if (!place) return;
    let line = place.querySelector(".error");
    if (!line) { line = document.createElement("span"); line.className = "error small"; place.append(line); }
    line.textContent = "现在连不上服务器，内容还没有保存，请稍后再按“保存”。";
  }

  document.addEventListener("htmx:configRequest", (event) => {
    // The place on the page is found below; htmx would scroll the whole window to it.
    event.detail.path = event.detail.path.split("#")[0];
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    kept = { section: work().dataset.section, original: pane("original").scrollTop, tree: pane("tree").scrollTop };
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const fresh of document.querySelectorAll("[data-fresh]")) {
      const row = fresh.closest("[data-row], .opened");
      if (!row) continue;
      const copies = row.querySelectorAll(":scope > form > [data-revision], :scope > .row-steps [data-revision]");
      for (const copy of copies) copy.value = fresh.value;
    }
    if (!kept) return;
    pane("tree").scrollTop = kept.tree;
    if (work().dataset.section === kept.section) pane("original").scrollTop = kept.original;
  });
  // Only now the new elements carry their own classes: htmx lends them the old ones' first.
  document.addEventListener("htmx:afterSettle", () => {
    if (kept) showOpened();
    kept = null;
    const alarm = document.querySelector("#work [role=alert]");
    if (alarm && alarm !== told) { into(pane("tree"), alarm); alarm.focus({ preventScroll: true }); }
    told = alarm;
  });
  addEventListener("beforeunload", (event) => { if (saving) event.preventDefault(); });

  showOpened();
})();
