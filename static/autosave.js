// A section of a draft saves itself 2 seconds after a pause, and at once when a field or the page is left.
// Nothing is kept in the browser: while offline or signed out the text stands on the page, and is sent when that ends.
"use strict";
(function () {
  const form = document.querySelector("form[data-autosave]");
  if (!form || form.hasAttribute("data-readonly")) return;
  const PAUSE = 2000;
  const AGAIN = 5000;
  const saved = form.querySelector("[data-saved]");
  const savedAt = form.querySelector("[data-saved-at]");
  const trouble = form.querySelector("[data-trouble]");
  let timer = 0;
  let sending = null;
  let submitter; // the button pressed while an autosave is under way; undefined: none
  let conflict = false;
  let leaving = false;
  let sent = content();

  function content() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("revision");
    return new URLSearchParams(data).toString();
  }

  const changed = () => content() !== sent;

  function tell(text) {
    if (trouble.textContent !== text) trouble.textContent = text;
    trouble.hidden = text === "";
    if (text) saved.hidden = true;
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function showErrors(errors) {
    for (const old of form.querySelectorAll("[data-live-error]")) old.remove();
    for (const [name, text] of Object.entries(errors)) {
      const input = document.getElementById("id_" + name) || form.elements[name];
      if (!input || !input.after) continue;
      const line = document.createElement("span");
      line.className = "error small";
      line.dataset.liveError = name;
      line.id = "live_" + name;
      line.textContent = text;
      input.setAttribute("aria-invalid", "true");
      input.after(line);
    }
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      if (!(input.name in errors)) input.removeAttribute("aria-invalid");
    }
  }

  function showConflict(found) {
    conflict = true;
    tell("");
    const box = document.createElement("div");
    box.className = "summary";
    box.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = found.who
      ? `${found.who} 于 ${found.when} 改动了这一部分，您的修改还没有保存`
      : "更正公告改变了这一部分的要求，您的修改还没有保存";
    box.append(title);
    for (const field of found.fields) {
      const line = document.createElement("p");
      const label = document.createElement("b");
      label.textContent = field.label;
      const theirs = document.createElement("span");
      theirs.className = "pre";
      theirs.textContent = `\n对方：${field.theirs || "（空）"}\n您的：${field.mine || "（空）"} `;
      line.append(label, theirs);
      const input = document.getElementById("id_" + field.name);
      if (input && "value" in input && input.type !== "checkbox") {
        const take = document.createElement("button");
        take.type = "button";
        take.className = "btn small";
        take.textContent = "这一处采用对方的";
        take.addEventListener("click", () => {
          input.value = field.theirs;
          input.dispatchEvent(new Event("input", { bubbles: true }));
          take.disabled = true;
        });
        line.append(take);
      }
      box.append(line);
    }
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "btn";
    keep.textContent = "保存页面上的内容";
    keep.addEventListener("click", () => {
      form.elements.revision.value = found.revision;
      conflict = false;
      box.remove();
      save();
    });
    box.append(keep);
    form.before(box);
    box.scrollIntoView({ block: "nearest" });
  }

  // After signing in again in another tab the session has a new token: fetch it from this page.
  async function freshToken() {
    const response = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector('meta[name="csrf-token"]');
    if (!token) return false;
    form.elements.csrfmiddlewaretoken.value = token.content;
    return true;
  }

  async function post() {
    const data = new FormData(form);
    return fetch(form.action || location.href, {
      method: "POST",
      body: data,
      headers: { "X-Autosave": "1" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: leaving,
    });
  }

  async function save() {
    clearTimeout(timer);
    if (conflict || !changed()) return;
    if (sending) { later(PAUSE); return; }
    const now = content();
    sending = now;
    await send(now);
    sending = null;
    if (submitter !== undefined) {
      const button = submitter;
      submitter = undefined;
      form.requestSubmit(button);
      return;
    }
    if (changed() && !conflict && trouble.hidden) later(PAUSE);
  }

  async function send(now) {
    try {
      let response = await post();
      if (response.status === 403 && (await freshToken())) response = await post();
      await take(response, now);
    } catch {
      tell("现在连不上服务器，内容还没有保存；请不要关闭页面，连上以后会自动保存。");
      later(AGAIN);
    }
  }

  async function take(response, now) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      tell("登录已失效，内容还没有保存。请在另一个标签页重新登录，然后回到这里，会自动保存；请不要关闭本页。");
      later(AGAIN);
      return;
    }
    const kind = response.headers.get("Content-Type") || "";
    if (!kind.startsWith("application/json")) {
      if (response.status === 409) { tell("申报已经提交、撤回或不能再修改，这里的改动没有保存。"); conflict = true; return; }
      tell(`服务器没有保存（${response.status}），请不要关闭页面，稍后会再试。`);
      later(AGAIN);
      return;
    }
    const found = await response.json();
    if (response.status === 409) { showConflict(found); return; }
    sent = now;
    form.elements.revision.value = found.revision;
    showErrors(found.errors);
    tell("");
    savedAt.textContent = found.saved_at;
    saved.hidden = false;
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", save);
  window.addEventListener("online", save);
  window.addEventListener("focus", () => { if (changed()) save(); });
  document.addEventListener("visibilitychange", () => {
    leaving = document.visibilityState === "hidden";
    if (leaving) save();
  });
  window.addEventListener("pagehide", () => { leaving = true; save(); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) { sent = content(); return; }
    // Sent now, the page would carry the revision of before and be in conflict with its own autosave.
    event.preventDefault();
    submitter = event.submitter;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed() && (conflict || !trouble.hidden)) event.preventDefault();
  });
})();
