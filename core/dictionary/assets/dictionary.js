"use strict";
(() => {
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const links = [...document.querySelectorAll("#index a")];
  const articles = new Map(links.map((link) => {
    const article = document.getElementById(link.hash.slice(1));
    return [link, { article, text: article.textContent.toLowerCase().replace(/\s+/g, " ") }];
  }));
  const visible = () => links.filter((link) => !link.parentElement.hidden);
  document.querySelector(".tools").hidden = false;

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const link of links) {
      const { article, text } = articles.get(link);
      const misses = words.some((word) => !text.includes(word));
      link.parentElement.hidden = misses;
      article.hidden = misses;
    }
    for (const section of document.querySelectorAll("#index section")) {
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    const isKpi = (link) => !link.classList.contains("extra");
    const count = visible().filter(isKpi).length;
    found.textContent = words.length ? `${count} of ${links.filter(isKpi).length} KPIs` : "";
  }

  // To Enter, a KPI whose name has the words comes first; in the list it keeps its place.
  function best() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = visible();
    return shown.find((link) => words.every((word) => link.textContent.toLowerCase().includes(word))) || shown[0];
  }

  function open(link) {
    if (!link) return;
    location.hash = link.hash;
    articles.get(link).article.focus({ preventScroll: true });
  }

  function mark() {
    for (const link of links) {
      const here = link.hash === location.hash;
      link.classList.toggle("here", here);
      if (here) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
      if (here && articles.get(link).article.hidden) { search.value = ""; filter(); }
    }
  }

  function step(by) {
    const shown = visible();
    const at = shown.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    if (shown[next]) { shown[next].focus(); } else if (next < 0) { search.focus(); }
  }

  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { open(best()); }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target === search;
    if (event.key === "/" && !typing) { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === "Escape") { search.value = ""; filter(); search.focus(); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (typing || links.includes(event.target))) {
      event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  addEventListener("hashchange", mark);
  addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("details")) each.open = true; });
  mark();
})();
