// One tick that nothing secret is uploaded counts for every kind of the page. Without scripts, it is kept by the server
// from one upload to the next, and the browser refuses to send a form whose box is empty: the chosen file stays.
"use strict";
(function () {
  const boxes = [...document.querySelectorAll("input[data-not-secret]")];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      for (const other of boxes) other.checked = box.checked;
    });
  }
})();
