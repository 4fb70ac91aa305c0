// While typing: how a target stands against the requirement (as applications/comparing.py tells it), and further rows.
"use strict";
(function () {
  const SIGNS = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "大于等于": ">=",
    "≤": "<=", "<=": "<=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=", "小于等于": "<=",
    ">": ">", "大于": ">", "超过": ">", "高于": ">", "<": "<", "小于": "<", "低于": "<", "=": "=", "等于": "=",
  };
  const NUMBER = "[+-]?\\d+(?:\\.\\d+)?";
  const ordered = Object.keys(SIGNS).sort((a, b) => b.length - a.length).join("|");
  const TARGET = new RegExp(`^(${ordered})?(${NUMBER})(?:[~～–—至到-](${NUMBER}))?(.*)$`, "u");

  function plain(text) {
    const narrow = text
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/\u3000/g, " ")
      .trim();
    return narrow.replace(/(?<=\d)[,\s\u202f](?=\d{3}(?!\d))/g, "");
  }

  // {comparator, value, max} of a target as typed, or null when it is no number.
  function parseTarget(text, unit) {
    const found = TARGET.exec(plain(text).replace(/\s+/g, ""));
    if (!found) return null;
    const [, sign, low, high, tail] = found;
    if (tail && tail.toLowerCase() !== plain(unit || "").replace(/\s+/g, "").toLowerCase()) return null;
    const value = Number(low);
    const max = high === undefined ? null : Number(high);
    if (max !== null && (max < value || sign)) return null;
    return { comparator: max !== null ? "range" : sign ? SIGNS[sign] : "", value, max };
  }

  function percent(difference, base) {
    if (base === 0) return null;
    const share = Math.abs(difference / base) * 100;
    const places = share >= 10 ? 0 : 1;
    const factor = 10 ** places;
    return String(Math.floor(share * factor + 0.5 + 1e-9) / factor);
  }

  // From 95 % to 96 % is 1 个百分点; what floating numbers add behind the eighth place is none of it.
  const PER_CENT = ["%", "％", "百分比"];
  const points = (difference) => String(Number(difference.toFixed(8)));

  // ["超过 12%", "ok"], ["超过 1 个百分点", "ok"], ["达到", "ok"], ["低于要求", "warn"], ["与要求不同", "warn"] or ["", "none"].
  function compare(required, target) {
    if (!target || required.value === null) return ["", "none"];
    const { comparator, value, max } = required;
    const upward = [">=", ">"];
    const downward = ["<=", "<"];
    if ([...upward, ...downward].includes(comparator)) {
      const up = upward.includes(comparator);
      if ((up ? downward : upward).includes(target.comparator)) return ["低于要求", "warn"];
      const promised = up || target.max === null ? target.value : target.max;
      const ahead = up ? promised - value : value - promised;
      const strict = comparator === ">" || comparator === "<";
      if (ahead < 0 || (ahead === 0 && strict && target.comparator && target.comparator !== comparator)) return ["低于要求", "warn"];
      if (ahead === 0) return ["达到", "ok"];
      if (PER_CENT.includes((required.unit || "").trim())) return [`超过 ${points(ahead)} 个百分点`, "ok"];
      const by = percent(ahead, value);
      return [by === null ? "超过" : `超过 ${by}%`, "ok"];
    }
    if (comparator === "=") {
      const same = target.value === value && (target.max === null || target.max === value) && ["", "=", "range"].includes(target.comparator);
      return same ? ["达到", "ok"] : ["与要求不同", "warn"];
    }
    if ([...upward, ...downward].includes(target.comparator)) return ["低于要求", "warn"];
    const inside = value <= target.value && (target.max === null ? target.value : target.max) <= max;
    return inside ? ["达到", "ok"] : ["低于要求", "warn"];
  }

  const number = (text) => (text === "" || text === undefined ? null : Number(text));

  function show(row) {
    const cell = row.querySelector("[data-standing]");
    const input = row.querySelector('input[name$="-target"]');
    if (!cell || !input || !row.dataset.comparator) return;
    const typed = input.value.trim();
    const target = parseTarget(typed, row.dataset.unit);
    const required = { comparator: row.dataset.comparator, value: number(row.dataset.value), max: number(row.dataset.valueMax), unit: row.dataset.unit };
    const [label, tone] = typed && !target ? ["待改正", "bad"] : compare(required, target);
    cell.textContent = label ? "" : "—";
    if (!label) return;
    const tag = document.createElement("span");
    tag.className = `tag ${tone}`;
    tag.textContent = label;
    cell.append(tag);
  }

  // The button adds a blank row like the last one instead of sending the page.
  function addRow(button) {
    const rows = [...document.querySelectorAll("tr[data-row]")];
    const last = rows[rows.length - 1];
    const prefix = button.dataset.addRow;
    const next = Number(last.dataset.row) + 1;
    const row = last.cloneNode(true);
    row.dataset.row = String(next);
    for (const input of row.querySelectorAll("input")) {
      input.name = input.name.replace(new RegExp(`^${prefix}\\d+-`), `${prefix}${next}-`);
      input.id = `id_${input.name}`;
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    for (const error of row.querySelectorAll(".error")) error.remove();
    row.firstElementChild.textContent = row.firstElementChild.textContent.replace(/\d+/, String(next + 1));
    last.after(row);
    row.querySelector("input").focus();
  }

  window.indicators = { parseTarget, compare };
  document.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-comparator]");
    if (row) show(row);
  });
  for (const button of document.querySelectorAll("[data-add-row]")) {
    button.addEventListener("click", (event) => { event.preventDefault(); addRow(button); });
  }
})();
