// Lists that are put in order by dragging: dropping a row sends the form with what was dragged, the block it was
// dropped into and the row it now stands before. Without this file ↑ ↓ and the number fields do the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-arrange]");
  if (!form) return;
  const handles = form.querySelectorAll(".handle");
  if (!window.Sortable) {
    for (const handle of handles) handle.hidden = true;
    return;
  }
  for (const body of form.querySelectorAll("tbody[data-block]")) {
    window.Sortable.create(body, {
      group: "arranging",
      handle: ".handle",
      draggable: "tr[data-id]",
      animation: 120,
      chosenClass: "dragged",
      onEnd: (event) => {
        if (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex) return;
        let next = event.item.nextElementSibling;
        while (next && !next.dataset.id) next = next.nextElementSibling;
        form.elements.dragged.value = event.item.dataset.id;
        if (form.elements.block) form.elements.block.value = event.to.dataset.block;
        form.elements.before.value = next ? next.dataset.id : "";
        form.submit();
      },
    });
  }

  form.addEventListener("change", (event) => {
    if (event.target.classList.contains("rank") && event.target.checkValidity() && event.target.value) form.submit();
  });
})();
