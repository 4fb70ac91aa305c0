// The ranking page: dragging a row, or leaving a number field that was changed, saves at once by sending the form.
// Without this file the ↑ ↓ buttons and “保存序号” do the same.
"use strict";
(() => {
  const form = document.getElementById("ranking");
  if (!form) return;
  const body = form.querySelector("tbody");
  const ids = () => Array.from(body.rows, (row) => row.dataset.id).join(",");
  const before = ids();

  if (window.Sortable) {
    window.Sortable.create(body, {
      handle: ".handle",
      animation: 120,
      chosenClass: "dragged",
      onEnd: () => {
        if (ids() === before) return;
        form.elements.order.value = ids();
        form.submit();
      },
    });
  } else {
    for (const handle of form.querySelectorAll(".handle")) handle.hidden = true;
  }

  form.addEventListener("change", (event) => {
    if (event.target.classList.contains("rank") && event.target.checkValidity() && event.target.value) form.submit();
  });
})();
