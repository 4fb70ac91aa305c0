// Two conveniences of the reviews room: ticking a whole page of rows, and the weighted total while an expert types.
// Nothing depends on them: the server counts the total itself.
"use strict";
(() => {
  for (const button of document.querySelectorAll("[data-pick-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = Array.from(button.closest("form").querySelectorAll('input[type="checkbox"][name="application"]'));
      const all = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !all;
    });
  }

  const total = document.querySelector("[data-total]");
  if (!total) return;
  const fields = Array.from(document.querySelectorAll("input[data-weight]"));
  // In hundredths of a score times percent, so that no binary fraction creeps in before the last step.
  const count = () => {
    let sum = 0;
    for (const field of fields) {
      const value = Math.round(Number(field.value) * 100);
      if (Number.isFinite(value)) sum += (value * Number(field.dataset.weight)) / Number(field.dataset.maximum);
    }
    total.textContent = (Math.round(sum + 1e-9) / 100).toFixed(2);
  };
  for (const field of fields) field.addEventListener("input", count);
  count();
})();
