/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Shows the lines of the box that is pointed at or has the focus, and what they lead to. */
export function startGraph(): void {
  const graph = document.querySelector(".graph svg");
  if (!graph) return;
  const lines = [...graph.querySelectorAll<SVGElement>("[data-ends]")];
  const nodes = new Map(
    [...graph.querySelectorAll<SVGElement>("[data-node]")].map((node) => [node.dataset.node!, node]),
  );
  const show = (target: EventTarget | null) => {
    const id = (target as Element | null)?.closest<SVGElement>("[data-node]")?.dataset.node;
    graph.classList.toggle("pointed", id !== undefined);
    for (const node of nodes.values()) node.classList.remove("near");
    for (const line of lines) {
      const ends = line.dataset.ends!.split("|");
      const near = id !== undefined && ends.includes(id);
      line.classList.toggle("near", near);
      if (near) for (const end of ends) nodes.get(end)?.classList.add("near");
    }
  };
  graph.addEventListener("pointerover", ({ target }) => show(target));
  graph.addEventListener("pointerleave", () => show(document.activeElement));
  graph.addEventListener("focusin", ({ target }) => show(target));
  graph.addEventListener("focusout", () => show(null));
}
