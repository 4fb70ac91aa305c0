// 字数 as Word counts it for Chinese text: the same tokens as applications/counting.py, told there.
"use strict";
(function () {
  const EAST_ASIAN =
    "\\u2e80-\\u2fff\\u3001-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7af\\uf900-\\ufaff" +
    "\\ufe30-\\ufe4f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3ffff}";
  const SHARED = "\\u00b7\\u2014\\u2018\\u2019\\u201c\\u201d\\u2026";
  const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
  const OTHER = "[^" + EAST_ASIAN + SHARED + SPACE + "]";
  const token = () => new RegExp("[" + EAST_ASIAN + "]|" + OTHER + "+(?:[" + SHARED + "]" + OTHER + "+)*|[" + SHARED + "]", "gu");

  function countCharacters(text) {
    let count = 0;
    for (const _ of text.matchAll(token())) count += 1;
    return count;
  }

  // [kept, excess] of a text with at most `limit` 字.
  function splitAt(text, limit) {
    let number = 0;
    for (const found of text.matchAll(token())) {
      if (number === limit) return [text.slice(0, found.index), text.slice(found.index)];
      number += 1;
    }
    return [text, ""];
  }

  // <div class="count" data-count-for="names of the texts, divided by spaces" data-limit="500">
  function show(counter) {
    const names = counter.dataset.countFor.split(" ");
    const texts = names.map((name) => document.getElementsByName(name)[0]).filter(Boolean);
    const limit = Number(counter.dataset.limit || 0);
    const count = texts.reduce((sum, text) => sum + countCharacters(text.value), 0);
    counter.querySelector("[data-count]").textContent = String(count);
    counter.classList.toggle("over", limit > 0 && count > limit);
    counter.classList.toggle("near", limit > 0 && count <= limit && count > limit * 0.9);
    const excess = counter.parentElement.querySelector("[data-excess]");
    if (excess && texts.length === 1) {
      const rest = limit > 0 ? splitAt(texts[0].value, limit)[1] : "";
      excess.hidden = rest === "";
      excess.querySelector("[data-excess-count]").textContent = String(Math.max(0, count - limit));
      excess.querySelector("mark").textContent = rest;
    }
  }

  function start() {
    for (const counter of document.querySelectorAll("[data-count-for]")) {
      for (const name of counter.dataset.countFor.split(" ")) {
        const text = document.getElementsByName(name)[0];
        if (text) text.addEventListener("input", () => show(counter));
      }
      show(counter);
    }
  }

  window.counting = { countCharacters, splitAt };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
