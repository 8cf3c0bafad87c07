import { element, fill } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { createEdges } from './edges';
import { ROW_HEIGHT, rowsInView, scrolledTo } from './virtualRows';

export interface GridCallbacks<Row> {
  /** The head of a column. */
  readonly head: (column: number) => HTMLElement;
  /** The cells of a row, each with its role. */
  readonly cells: (row: Row) => readonly HTMLElement[];
  /** Changes what may be different of a row that is there: whether it is checked, selected, highlighted. */
  readonly dress: (row: Row, line: HTMLElement) => void;
  /** A key on a cell, row -1 for a head; whether it was meant for the grid's owner. */
  readonly press: (event: KeyboardEvent, place: GridPlace) => boolean;
  /** The focus came to a row by a key. */
  readonly focused: (row: Row) => void;
}

export interface GridPlace {
  /** -1: the heads. */
  readonly row: number;
  readonly column: number;
}

export interface GridContent<Row> {
  readonly rows: readonly Row[];
  /** Tells a row from others, also after it was made anew. */
  readonly keyOf: (row: Row) => string;
  /** Of the columns, in pixels. */
  readonly widths: readonly number[];
  /** Another one: the heads are made anew. */
  readonly columns: unknown;
  /** Another one: all rows are made anew. */
  readonly version: unknown;
}

export interface Grid<Row> {
  readonly element: HTMLElement;
  show(content: GridContent<Row>): void;
  /** Dresses the rows that are there. */
  dress(): void;
  /** Scrolls to a row. */
  reveal(key: string): void;
  focus(place: GridPlace): void;
  readonly scrollTop: number;
  scrollTo(top: number): void;
}

/** A row that is there. */
interface Line<Row> {
  readonly element: HTMLElement;
  cells: readonly HTMLElement[];
  row: Row;
  version: unknown;
  index: number;
}

/**
 * A grid of any number of rows, of which those that can be seen are there, and the one with the focus. It is one stop of the Tab key; the
 * arrow keys go from cell to cell, Home and End to the ends of the row, with Ctrl to the first and the last row, Page Up and Page Down by
 * what can be seen. What is not there is counted by aria-rowcount and aria-rowindex.
 */
export function createGrid<Row>(
  label: string,
  callbacks: GridCallbacks<Row>,
  onScroll: (top: number) => void = () => undefined,
): Grid<Row> {
  const heads = element('div', { role: 'row', class: 'gridRow gridHeads', 'aria-rowindex': '1' });
  const body = element('div', { role: 'rowgroup', class: 'gridBody' });
  const table = element('div', { role: 'grid', class: 'grid', 'aria-label': label }, element('div', { role: 'rowgroup' }, heads), body);
  const scroller = element('div', { class: 'scroller gridScroller' }, table);
  const edges = createEdges(scroller);
  const lines = new Map<string, Line<Row>>();
  let content: GridContent<Row> | undefined;
  let headCells: readonly HTMLElement[] = [];
  let active = { row: -1, column: 1 };
  let activeKey: string | undefined;
  let shownColumns: unknown;

  const bodyHeight = (): number => scroller.clientHeight - heads.offsetHeight;
  const cellAt = ({ row, column }: GridPlace): HTMLElement | undefined => {
    if (row < 0) return headCells[column];
    const at = content?.rows[row];
    return at === undefined ? undefined : lines.get(content!.keyOf(at))?.cells[column];
  };
  const stop = (): void => {
    for (const cell of table.querySelectorAll('[tabindex="0"]')) cell.setAttribute('tabindex', '-1');
    cellAt(active)?.setAttribute('tabindex', '0');
  };

  const render = (): void => {
    if (!content) return;
    const { rows, keyOf, version } = content;
    const [begin, end] = rowsInView(scroller.scrollTop, scroller.clientHeight, rows.length);
    const wanted = Array.from({ length: end - begin }, (_, i) => begin + i);
    if (active.row >= 0 && active.row < rows.length && (active.row < begin || active.row >= end)) wanted.push(active.row);
    const hadFocus = table.contains(document.activeElement);
    const keys = new Set<string>();
    for (const index of wanted) {
      const row = rows[index]!;
      const key = keyOf(row);
      keys.add(key);
      let line = lines.get(key);
      if (!line) {
        const cells = placed(callbacks.cells(row));
        line = { element: element('div', { role: 'row', class: 'gridRow' }, cells), cells, row, version, index: -1 };
        line.element.dataset['key'] = key;
        lines.set(key, line);
        callbacks.dress(row, line.element);
      } else if (line.row !== row || line.version !== version) {
        line.cells = renewed(line.cells, placed(callbacks.cells(row)), line.element);
        [line.row, line.version] = [row, version];
        callbacks.dress(row, line.element);
      }
      if (line.index !== index) {
        line.index = index;
        line.element.setAttribute('aria-rowindex', String(index + 2));
        line.element.style.setProperty('transform', `translateY(${index * ROW_HEIGHT}px)`);
      }
    }
    for (const [key, line] of lines) {
      if (keys.has(key)) continue;
      line.element.remove();
      lines.delete(key);
    }
    putInOrder(
      body,
      [...lines.values()].toSorted((a, b) => a.index - b.index).map(line => line.element),
    );
    stop();
    // A row that was made anew has lost it.
    if (hadFocus && !table.contains(document.activeElement)) cellAt(active)?.focus({ preventScroll: true });
  };
  const scheduleRender = oncePerFrame(render);

  const focus = (place: GridPlace): void => {
    if (!content) return;
    const row = Math.max(-1, Math.min(place.row, content.rows.length - 1));
    active = { row, column: Math.max(0, Math.min(place.column, headCells.length - 1)) };
    const at = content.rows[row];
    activeKey = at === undefined ? undefined : content.keyOf(at);
    if (row >= 0) scroller.scrollTop = scrolledTo(row, scroller.scrollTop, bodyHeight());
    render();
    const cell = cellAt(active);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (at !== undefined) callbacks.focused(at);
  };

  scroller.addEventListener('scroll', () => {
    scheduleRender();
    onScroll(scroller.scrollTop);
  });
  const resized = new ResizeObserver(() => {
    scheduleRender();
    edges.look();
  });
  for (const one of [scroller, table]) resized.observe(one);
  table.addEventListener('focusin', ({ target }) => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[aria-colindex]');
    const line = cell?.closest<HTMLElement>('.gridRow');
    if (!cell || !line || !content) return;
    const column = Number(cell.getAttribute('aria-colindex')) - 1;
    active = { row: Number(line.getAttribute('aria-rowindex')) - 2, column };
    const at = content.rows[active.row];
    activeKey = at === undefined ? undefined : content.keyOf(at);
    stop();
  });
  table.addEventListener('keydown', event => {
    if (callbacks.press(event, active)) return event.preventDefault();
    if (event.altKey || event.metaKey || event.shiftKey || !content) return;
    const { row, column } = active;
    const [lastRow, lastColumn] = [content.rows.length - 1, headCells.length - 1];
    const page = Math.max(1, Math.floor(bodyHeight() / ROW_HEIGHT) - 1);
    const plain: Readonly<Record<string, GridPlace>> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageUp: { row: Math.max(0, row - page), column },
      PageDown: { row: row + page, column },
      Home: { row, column: 0 },
      End: { row, column: lastColumn },
    };
    const withCtrl: Readonly<Record<string, GridPlace>> = { Home: { row: 0, column: 0 }, End: { row: lastRow, column: lastColumn } };
    const next = (event.ctrlKey ? withCtrl : plain)[event.key];
    if (!next) return;
    event.preventDefault();
    focus(next);
  });

  return {
    element: edges.element,
    show(now) {
      content = now;
      if (now.columns !== shownColumns) {
        shownColumns = now.columns;
        headCells = now.widths.map((_, column) => {
          const head = callbacks.head(column);
          head.setAttribute('aria-colindex', String(column + 1));
          head.tabIndex = -1;
          return head;
        });
        const hadFocus = heads.contains(document.activeElement);
        fill(heads, headCells);
        if (hadFocus) cellAt(active)?.focus();
        table.setAttribute('aria-colcount', String(now.widths.length));
        table.style.setProperty('--columns', now.widths.map(width => `${width}px`).join(' '));
        table.style.setProperty('--least-width', `${now.widths.reduce((sum, width) => sum + width, 0)}px`);
      }
      table.setAttribute('aria-rowcount', String(now.rows.length + 1));
      body.style.setProperty('height', `${now.rows.length * ROW_HEIGHT}px`);
      // The focus stays on its row, wherever that is now.
      if (activeKey !== undefined) {
        const found = now.rows.findIndex(row => now.keyOf(row) === activeKey);
        active = { ...active, row: found >= 0 ? found : Math.min(active.row, now.rows.length - 1) };
      }
      active = { ...active, column: Math.max(0, Math.min(active.column, now.widths.length - 1)) };
      render();
    },
    dress() {
      for (const line of lines.values()) callbacks.dress(line.row, line.element);
    },
    reveal(key) {
      const row = content?.rows.findIndex(one => content?.keyOf(one) === key) ?? -1;
      if (row >= 0) scroller.scrollTop = scrolledTo(row, scroller.scrollTop, bodyHeight());
    },
    focus,
    get scrollTop() {
      return scroller.scrollTop;
    },
    scrollTo(top) {
      scroller.scrollTop = top;
    },
  };
}

/** Cells with their numbers. */
function placed(cells: readonly HTMLElement[]): readonly HTMLElement[] {
  cells.forEach((cell, column) => {
    cell.setAttribute('aria-colindex', String(column + 1));
    cell.tabIndex = -1;
  });
  return cells;
}

/** The cells of a row as they are now. One that looks the same stays: a press of the mouse that has begun on it comes to its end there. */
function renewed(before: readonly HTMLElement[], now: readonly HTMLElement[], row: HTMLElement): readonly HTMLElement[] {
  if (before.length !== now.length) {
    fill(row, now);
    return now;
  }
  return now.map((cell, column) => {
    const old = before[column]!;
    cell.tabIndex = old.tabIndex;
    if (old.isEqualNode(cell)) return old;
    old.replaceWith(cell);
    return cell;
  });
}

/** Has elements stand in their order, as they are read; those that do already are not touched. */
function putInOrder(parent: HTMLElement, elements: readonly HTMLElement[]): void {
  let next = parent.firstElementChild;
  for (const one of elements) {
    if (one === next) next = next.nextElementSibling;
    else parent.insertBefore(one, next);
  }
}
