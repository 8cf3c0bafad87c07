import { findColumn } from '../../../src/experiment/runColumns';
import type { GroupRow, RunRow } from '../../../src/experiment/comparison/table';
import type { RunLook } from '../../../src/report/runLooks';
import { statusIcons } from '../../../src/wording/statusIcon';
import { createSwatch } from '../../shared/charts/chartLegend';
import { element, icon, setText, spoken, type Child } from '../../shared/dom';
import { keepLatest } from '../../shared/keepLatest';
import { send } from '../host';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import { createDeltaBar, deltaRange, type DeltaRange } from './deltaBar';
import { createGrid, type GridPlace } from './grid';
import { gridColumns, type GridColumn } from './gridColumns';
import { gridRows, type GridRow } from './gridRows';
import { createHead } from './headCell';
import { moved } from './moved';

export interface RunTable {
  readonly element: HTMLElement;
  update(shown: Shown): void;
  /** Puts the focus into the table. */
  focus(): void;
}

/** The runs as a table: sorted by its heads, with a box for each run, the differences against the baseline, and one row that is highlighted. */
export function createRunTable(view: PageView): RunTable {
  let shown: Shown | undefined;
  let columns: readonly GridColumn[] = [];
  let rows: readonly GridRow[] = [];
  let ranges: ReadonlyMap<string, DeltaRange> = new Map();
  /** Groups that are open. */
  let open: ReadonlySet<string> = new Set();
  let isScrolled = false;
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  const latestColumns = keepLatest(gridColumns);
  const latestRows = keepLatest(gridRows);
  const latestRanges = keepLatest(rangesOf);
  const latestVersion = keepLatest(() => ({}));

  const setColumns = (names: readonly string[], moved?: string): void => {
    view.set({ columns: [...names] });
    if (moved !== undefined) setText(announcement, `${moved}, column ${names.indexOf(moved) + 3}`);
  };
  const sortBy = (column: GridColumn): void => {
    if (column.sortKey === undefined) return;
    const { sort } = view.now;
    const isSame = sort?.column === column.sortKey;
    view.set({ sort: { column: column.sortKey, descending: isSame ? !sort.descending : column.isLargestFirst } });
  };
  const toggleGroup = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    open = next;
    if (shown) update(shown);
  };
  /** By its key: the row that a box was made for may have been made anew since. */
  const check = (key: string): void => {
    const line = rows.find(row => row.key === key);
    const ids = line ? idsIn(line.row) : [];
    const isChecked = !ids.every(id => shown?.checked.has(id));
    send({ type: 'check', runIds: ids, isChecked });
  };

  const press = (event: KeyboardEvent, { row, column }: GridPlace): boolean => {
    const at = columns[column];
    if (row < 0) {
      const names = shown?.columns ?? [];
      if (at && event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
        const to = names.indexOf(at.key) + (event.key === 'ArrowLeft' ? -1 : 1);
        const next = moved(names, at.key, to);
        if (next) setColumns(next, at.key);
        if (next) grid.focus({ row: -1, column: to + 2 });
        return true;
      }
      if (at && (event.key === 'Enter' || event.key === ' ')) sortBy(at);
      return event.key === 'Enter' || event.key === ' ';
    }
    const line = rows[row];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === ' ') check(line.key);
    else if (event.key === 'Enter' && line.row.kind === 'group') toggleGroup(line.row.key);
    else if (event.key === 'Enter' && line.row.kind === 'run') send({ type: 'openRun', runId: line.row.run.id });
    else if (event.key === 'b' && line.row.kind === 'run') view.set({ baseline: line.row.run.id });
    else return false;
    return true;
  };

  const grid = createGrid<GridRow>(
    'Runs',
    {
      head: index => createHead(columns[index]!, { sort: view.now.sort, names: shown?.columns ?? [], onSort: sortBy, onMove: setColumns }),
      cells: row => columns.map(column => cellOf(row, column)),
      dress: (row, line) => dress(row, line),
      press,
      focused: row => view.set({ selected: row.key }),
    },
    scrollTop => view.now.scrollTop !== scrollTop && keepScroll(scrollTop),
  );
  let keeping: ReturnType<typeof setTimeout> | undefined;
  const keepScroll = (scrollTop: number): void => {
    clearTimeout(keeping);
    keeping = setTimeout(() => view.set({ scrollTop }), 200);
  };

  const cellOf = (line: GridRow, column: GridColumn): HTMLElement => {
    if (column.key === 'box') return boxOf(line, () => check(line.key));
    if (column.key === 'name') return nameOf(line);
    const cell = column.cellOf(line.cells);
    if (column.isDelta) {
      const { difference = null } = cell ?? {};
      const none = line.row.isBaseline ? '–' : '';
      const range = ranges.get(column.key);
      const content: Child[] = difference && range ? [createDeltaBar(difference, range), element('span', {}, difference.text)] : [none];
      return element('div', { role: 'gridcell', class: 'number delta' }, content);
    }
    const text = cell?.text ?? '';
    const content: Child = cell?.differs ? element('span', { class: 'pill', title: 'Other than the baseline’s' }, text) : text;
    return element(
      'div',
      { role: 'gridcell', class: column.isNumber ? 'number' : undefined, title: text.length > 24 ? text : undefined },
      content,
    );
  };

  const nameOf = (line: GridRow): HTMLElement => {
    const { row } = line;
    const baseline = row.isBaseline ? element('span', { class: 'badge' }, 'baseline') : [];
    if (row.kind === 'group') {
      const isOpen = open.has(row.key);
      const toggle = element('button', { type: 'button', class: 'groupToggle', tabindex: '-1', 'aria-expanded': String(isOpen) });
      toggle.append(
        icon(isOpen ? 'chevron-down' : 'chevron-right'),
        spoken('Runs of the group '),
        element('span', { class: 'runName' }, row.label),
      );
      toggle.addEventListener('click', () => toggleGroup(row.key));
      return element('div', { role: 'rowheader', class: 'nameCell', title: row.label }, toggle, baseline);
    }
    const label = shown?.labels.get(row.run.id) ?? row.label;
    const { status } = row.run;
    const state = status === 'completed' ? [] : [icon(statusIcons[status]), spoken(`${status}: `)];
    const look = shown?.state.mode === 'comparison' ? shown.looks.get(row.run.id) : undefined;
    return element(
      'div',
      { role: 'rowheader', class: line.isInside ? 'nameCell inside' : 'nameCell', title: label },
      look ? swatchOf(look) : [],
      state,
      element('span', { class: 'runName' }, label),
      baseline,
    );
  };

  const dress = ({ row, key }: GridRow, line: HTMLElement): void => {
    const ids = idsIn(row);
    const checkedCount = ids.filter(id => shown?.checked.has(id)).length;
    const box = line.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box) box.checked = checkedCount === ids.length;
    if (box) box.indeterminate = checkedCount > 0 && checkedCount < ids.length;
    line.setAttribute('aria-selected', String(view.now.selected === key));
    line.classList.toggle('highlighted', shown?.highlighted === key);
    line.classList.toggle('off', shown?.state.mode === 'comparison' && checkedCount === 0);
    line.classList.toggle('group', row.kind === 'group');
  };

  grid.element.addEventListener('pointerover', ({ target }) => view.hover(keyAt(target)));
  grid.element.addEventListener('pointerleave', () => view.hover(null));
  grid.element.addEventListener('click', ({ target }) => {
    const key = (target as HTMLElement).closest('input, button') ? null : keyAt(target);
    if (key !== null) view.set({ selected: key });
  });
  grid.element.addEventListener('dblclick', ({ target }) => {
    const line = rows.find(({ key }) => key === keyAt(target));
    if (line?.row.kind === 'run') send({ type: 'openRun', runId: line.row.run.id });
  });

  const update = (now: Shown): void => {
    const before = shown;
    shown = now;
    const { table, columns: names } = now;
    columns = latestColumns([table, names], table, names);
    rows = latestRows([table, open], table, key => open.has(key));
    ranges = latestRanges([table, names], now);
    const version = latestVersion([columns, now.labels, now.looks, open]);
    // Heads that look the same stay, as cells do.
    const looks = JSON.stringify([columns.map(({ key, head, width }) => [key, head, width]), now.view.sort]);
    const headsOf = latestHeads([looks]);
    grid.show({ rows, keyOf: ({ key }) => key, widths: columns.map(({ width }) => width), columns: headsOf, version });
    grid.dress();
    if (!isScrolled && rows.length > 0) {
      isScrolled = true;
      grid.scrollTo(now.view.scrollTop);
    }
    // What was selected elsewhere, in a chart, is shown here.
    if (before && before.view.selected !== now.view.selected && now.view.selected !== null) grid.reveal(now.view.selected);
    empty.hidden = rows.length > 0;
    setText(empty, now.state.runs.length === 0 ? 'No run is there.' : 'No run fits the filter.');
  };
  const latestHeads = keepLatest(() => ({}));
  const empty = element('p', { class: 'muted emptyTable', hidden: '' });
  return {
    element: element('div', { class: 'runTable' }, grid.element, empty, announcement),
    update,
    focus: () => grid.focus({ row: 0, column: 1 }),
  };
}

function boxOf({ row }: GridRow, onChange: () => void): HTMLElement {
  const name = row.label;
  const box = element('input', { type: 'checkbox', tabindex: '-1', 'aria-label': `Compare ${name}` });
  box.addEventListener('change', onChange);
  return element('div', { role: 'gridcell', class: 'boxCell' }, box);
}

/** The piece of a line that a run is drawn with. */
export function swatchOf(look: RunLook): SVGElement {
  return createSwatch({
    label: '',
    points: [],
    role: look.role,
    style: 'line',
    look: { width: 1.5, marker: look.marker, dashes: look.dashes },
  });
}

function keyAt(target: EventTarget | null): string | null {
  return (target as HTMLElement | null)?.closest<HTMLElement>('.gridRow')?.dataset['key'] ?? null;
}

/** The runs of a row. */
function idsIn(row: RunRow | GroupRow): string[] {
  return row.kind === 'run' ? [row.run.id] : row.rows.map(({ run }) => run.id);
}

function rangesOf({ table, columns }: Shown): ReadonlyMap<string, DeltaRange> {
  const all = table.rows.flatMap(row => (row.kind === 'group' ? [row, ...row.rows] : [row]));
  return new Map(
    columns.flatMap(key => {
      const name = key.replace(/^Δ /, '');
      if (name === key || !findColumn(name)) return [];
      return [[key, deltaRange(all.map(({ cells }) => cells.find(cell => cell.column === name)?.difference))] as const];
    }),
  );
}
