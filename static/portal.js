/* What every page shares. Nothing here is needed to read or to submit: without it, pages only stand still. */
"use strict";

(() => {
  // htmx sends the token that forms carry in a hidden field.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });

  // A summary of errors takes the focus, so that it is read first.
  const summary = document.querySelector(".summary[role=alert]");
  if (summary) summary.focus();

  // On narrow screens the navigation scrolls by itself: to where one is.
  const here = document.querySelector(".shell nav [aria-current]");
  if (here) {
    const nav = here.closest("nav");
    const [entry, shown] = [here.getBoundingClientRect(), nav.getBoundingClientRect()];
    nav.scrollLeft += entry.left - shown.left - (shown.width - entry.width) / 2;
  }

  // A menu closes by Escape and by a click elsewhere.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // The server's clock beside a deadline: it goes on from the instant the page was made, by this machine's pace.
  const two = (number) => String(number).padStart(2, "0");
  const started = performance.now();
  for (const bar of document.querySelectorAll("[data-server-now]")) {
    const servedAt = Number(bar.dataset.serverNow);
    const endsAt = Number(bar.dataset.deadline);
    const clock = bar.querySelector("[data-clock]");
    const left = bar.querySelector("[data-left]");
    const tick = () => {
      const now = servedAt + performance.now() - started;
      const there = new Date(now + 8 * 3600 * 1000); // Asia/Shanghai has no summer time
      clock.textContent = `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}:${two(there.getUTCSeconds())}`;
      const minutes = Math.floor((endsAt - now) / 60000);
      left.textContent = minutes < 0 ? "已截止"
        : `${Math.floor(minutes / 1440)} 天 ${two(Math.floor(minutes / 60) % 24)} 小时 ${two(minutes % 60)} 分`;
    };
    tick();
    setInterval(tick, 1000);
  }
})();
