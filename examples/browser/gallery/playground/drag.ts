/**
 * Lets what is drawn for a step be dragged to another place in the script.
 *
 * @param places - Where each step is now, in pixels from the left of the picture.
 * @param move - Is called when a step is to have another index.
 */
export function letDrag(
  svg: SVGSVGElement,
  places: () => readonly number[],
  move: (from: number, to: number) => void,
): void {
  svg.addEventListener('pointerdown', (down) => {
    const handle = (down.target as Element).closest<SVGElement>('[data-step]');
    if (handle === null) {
      return;
    }
    let index = Number(handle.dataset['step']);
    // Others stay in this order, and where they are now: what moves meanwhile would make it jump to and fro.
    const others = places().filter((_, i) => i !== index);
    const { left } = svg.getBoundingClientRect();
    const ended = new AbortController();
    const { signal } = ended;
    const follow = ({ clientX }: PointerEvent): void => {
      const to = others.filter((x) => x < clientX - left).length;
      if (to !== index) {
        move(index, to);
        index = to;
      }
    };
    const end = (): void => {
      ended.abort();
      svg.classList.remove('dragging');
    };
    down.preventDefault();
    svg.setPointerCapture(down.pointerId);
    svg.classList.add('dragging');
    svg.addEventListener('pointermove', follow, { signal });
    svg.addEventListener('pointerup', end, { signal });
    svg.addEventListener('pointercancel', end, { signal });
  });
}
