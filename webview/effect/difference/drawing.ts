import { differenceBySeed, type SizedShapes } from '../../../src/report/effects/differenceBySeed';
import type { DifferenceGroup } from '../../../src/report/effects/differenceRows';
import { svgPartsOf } from '../../../src/report/effects/shapes';
import { element, fill, setText, svgElement } from '../../shared/dom';
import { onThemeChange, readPalette } from '../../shared/theme';

export interface DifferenceDrawing {
  readonly element: HTMLElement;
  show(groups: readonly DifferenceGroup[], label: string): void;
}

/** The pairs and their mean, drawn. The arrow keys go from row to row, and each is read out. */
export function createDifferenceDrawing(): DifferenceDrawing {
  const svg = svgElement('svg', { class: 'differenceSvg', 'aria-hidden': 'true' });
  const cursor = element('div', { class: 'rowCursor', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  const root = element(
    'div',
    { class: 'differencePlot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' },
    cursor,
    svg,
    announcement,
  );
  let groups: readonly DifferenceGroup[] = [];
  let drawn: SizedShapes | undefined;
  let at: number | undefined;

  const draw = (): void => {
    const width = root.clientWidth;
    if (width === 0) return;
    drawn = differenceBySeed(groups, width);
    svg.setAttribute('width', String(width));
    svg.setAttribute('height', String(drawn.height));
    svg.setAttribute('viewBox', `0 0 ${width} ${drawn.height}`);
    const palette = readPalette();
    fill(
      svg,
      drawn.shapes.map(shape => {
        const { tag, attributes, text } = svgPartsOf(shape, palette);
        return svgElement(tag, attributes, text ?? '');
      }),
    );
    place();
  };
  const place = (): void => {
    const row = at === undefined ? undefined : drawn?.rows[at];
    cursor.hidden = !row;
    if (row) cursor.style.setProperty('top', `${row.y - 14}px`);
  };
  root.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = (drawn?.rows.length ?? 0) - 1;
    if (last < 0) return;
    const next = {
      ArrowDown: at === undefined ? 0 : Math.min(at + 1, last),
      ArrowUp: at === undefined ? last : Math.max(at - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    at = next;
    place();
    setText(announcement, drawn!.rows[next]!.spoken);
  });
  root.addEventListener('focusout', () => {
    at = undefined;
    place();
  });
  new ResizeObserver(draw).observe(root);
  onThemeChange(draw);
  return {
    element: root,
    show(now, label) {
      groups = now;
      root.setAttribute('aria-label', `${label}. The arrow keys go from pair to pair.`);
      draw();
    },
  };
}
