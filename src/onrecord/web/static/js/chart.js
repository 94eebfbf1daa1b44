// A line's chart under the pointer and the keyboard: each mark tells its reading, arrows go from one to the next by
// value and day, and the reading's row lights up. Without this script marks keep their titles and lead to their rows.
for (const figure of document.querySelectorAll("figure.chart")) {
  const plot = figure.querySelector("svg.plot");
  const dots = [...plot.querySelectorAll("svg.dot")];
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  figure.append(tip);
  // As a picture it would hide its marks from readers of the screen.
  plot.setAttribute("role", "group");

  const words = dots.map((dot) => {
    const title = dot.querySelector("title");
    const told = title.textContent;
    title.remove();
    dot.querySelector("a").setAttribute("aria-label", told);
    return told;
  });
  const row = (dot) => document.getElementById(`r${dot.dataset.reading}`);

  function show(dot) {
    const [mark, around] = [dot.querySelector(".hit").getBoundingClientRect(), figure.getBoundingClientRect()];
    tip.textContent = words[dots.indexOf(dot)];
    tip.hidden = false;
    const left = mark.left - around.left + mark.width / 2 - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
    const above = mark.top - around.top - tip.offsetHeight - 4;
    tip.style.top = `${above < 0 ? mark.bottom - around.top + 4 : above}px`;
    row(dot)?.classList.add("lit");
  }

  function hide(dot) {
    tip.hidden = true;
    row(dot)?.classList.remove("lit");
  }

  function place(dot) {
    const { x, y } = dot.querySelector(".hit").getBoundingClientRect();
    return { x, y };
  }

  // The nearest mark in a direction: sideways by value first, up and down by day first.
  function next(from, key) {
    const here = place(from);
    const aside = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    const far = (dot) => {
      const [dx, dy] = [place(dot).x - here.x, place(dot).y - here.y];
      const ahead = sign * (aside ? dx : dy);
      return ahead > 1 ? ahead + 3 * Math.abs(aside ? dy : dx) : Infinity;
    };
    const found = dots.reduce((best, dot) => (far(dot) < far(best) ? dot : best), dots[0]);
    return far(found) === Infinity ? null : found;
  }

  dots.forEach((dot, number) => {
    const link = dot.querySelector("a");
    link.setAttribute("tabindex", number ? "-1" : "0");
    dot.addEventListener("pointerenter", () => show(dot));
    dot.addEventListener("pointerleave", () => hide(dot));
    link.addEventListener("focus", () => show(dot));
    link.addEventListener("blur", () => hide(dot));
    link.addEventListener("keydown", (event) => {
      const ends = { Home: dots[0], End: dots.at(-1) };
      const to = ends[event.key] ?? (event.key.startsWith("Arrow") ? next(dot, event.key) : null);
      if (event.key === "Escape") hide(dot);
      if (!to) return;
      event.preventDefault();
      link.setAttribute("tabindex", "-1");
      to.querySelector("a").setAttribute("tabindex", "0");
      to.querySelector("a").focus();
    });
  });
}
