import type { DashboardState } from '../../../src/contract/dashboard';
import type { RecordedKey, RecordedScalars, ScalarSource } from '../../../src/contract/recorded';
import { keyGroups, openAtFirst, type KeyGroup } from '../../../src/experiment/recorded/keyGroups';
import type { ShownRange } from '../../../src/report/zoom';
import { element, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { CurveLoader, type WantedCurve } from './curveLoader';
import { createGroupSection, type GroupSection } from './groupSection';
import { askForScalars } from './questions';
import { createScalarSlot, type ScalarSlot } from './scalarSlot';
import { shownRecorded, showRecorded } from './shown';

export interface ScalarCharts {
  readonly element: HTMLElement;
  update(state: DashboardState, scalars: RecordedScalars): void;
  /** How they are shown was changed. */
  refresh(): void;
  /** Shows all of their axes. */
  resetRanges(): void;
}

export interface ScalarChartsOptions {
  /** How many keys are shown, of all. */
  readonly onFound: (shown: number, all: number) => void;
  /** Which axes show only a part. */
  readonly onRanges: (axes: readonly string[]) => void;
}

/** Charts that are so near to what can be seen are drawn, in pixels. */
const NEAR = '500px';

/** The group of the machine's own figures, which comes last. */
const SYSTEM: KeyGroup['heading'] = 'System';

/** The charts of all that was logged, in groups that fold. Of hundreds only those are drawn that can be seen. */
export function createScalarCharts({ onFound, onRanges }: ScalarChartsOptions): ScalarCharts {
  const nothing = element('p', { class: 'muted' });
  const groups = element('div', { class: 'scalarGroups' });
  const root = element('div', { class: 'scalars' }, nothing, groups);
  let run = { label: '', runId: '' };
  let scalars: RecordedScalars | undefined;
  let ranges = new Map<string, ShownRange>();
  const slots = new Map<string, ScalarSlot>();
  const sections = new Map<string, GroupSection>();
  const bySlot = new WeakMap<Element, ScalarSlot>();
  let counts = new Map<string, number>();
  /** What is found is open, whatever was folded before. */
  const foldedWhileSearched = new Set<string>();
  let searched = '';

  const loader = new CurveLoader({
    ask: askForScalars,
    onCurve: (source, curve) => {
      const slot = slots.get(nameOf(source, curve.key));
      if (slot?.isNear) slot.draw(curve);
    },
  });
  const shownSlots = (): ScalarSlot[] => [...sections.values()].flatMap(section => section.slots);
  const want = oncePerFrame(() => {
    const { xUnit, smoothing } = shownRecorded();
    const wanted = shownSlots()
      .filter(({ isNear }) => isNear)
      .map(({ source, key, axis }): WantedCurve => {
        const range = axis === undefined ? null : (ranges.get(axis) ?? null);
        return { source, key, count: counts.get(nameOf(source, key)) ?? 0, xUnit, smoothing, range };
      });
    loader.want(wanted);
  });
  /** A curve that comes when its chart is gone is asked for again. */
  const release = (slot: ScalarSlot): void => {
    slot.isNear = false;
    if (slot.release()) loader.forget(slot.source, slot.key);
  };
  const watcher = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        const slot = bySlot.get(target);
        if (!slot) continue;
        slot.isNear = isIntersecting;
        if (!isIntersecting) release(slot);
      }
      want();
    },
    { rootMargin: NEAR },
  );
  let watched = new Set<ScalarSlot>();
  const watch = (): void => {
    const now = new Set(shownSlots());
    for (const slot of watched) {
      if (now.has(slot)) continue;
      watcher.unobserve(slot.element);
      release(slot);
    }
    for (const slot of now) if (!watched.has(slot)) watcher.observe(slot.element);
    watched = now;
  };
  const onRange = (axis: string, range: ShownRange): void => {
    if (range) ranges.set(axis, range);
    else ranges.delete(axis);
    onRanges([...ranges.keys()]);
    for (const slot of shownSlots()) if (slot.axis === axis) slot.redraw();
    want();
  };
  const slotOf = (source: ScalarSource, { key }: RecordedKey): ScalarSlot => {
    const name = nameOf(source, key);
    let slot = slots.get(name);
    if (!slot) {
      slot = createScalarSlot({ source, key, run: () => run, rangeOf: axis => ranges.get(axis) ?? null, onRange });
      slots.set(name, slot);
      bySlot.set(slot.element, slot);
    }
    return slot;
  };
  const showGroup = (source: ScalarSource, { heading, keys }: KeyGroup, isOpen: boolean): HTMLElement => {
    const name = nameOf(source, heading);
    let section = sections.get(name);
    if (!section) {
      section = createGroupSection({
        heading,
        what: source === 'system' ? 'figure' : 'metric',
        slotOf: key => slotOf(source, key),
        onChange: watch,
        onToggle: () => {
          const { turned, search } = shownRecorded();
          if (isSearch(search)) {
            if (!foldedWhileSearched.delete(name)) foldedWhileSearched.add(name);
            return show();
          }
          showRecorded({ turned: turned.includes(name) ? turned.filter(one => one !== name) : [...turned, name].slice(-1000) });
          show();
        },
      });
      sections.set(name, section);
    }
    const { turned, search } = shownRecorded();
    section.show(keys, isSearch(search) ? !foldedWhileSearched.has(name) : isOpen !== turned.includes(name));
    return section.element;
  };
  const show = (): void => {
    if (!scalars) return;
    const { metrics, system } = scalars;
    const { search } = shownRecorded();
    const found = keyGroups(metrics, search);
    const ofSystem = keyGroups(system, search).flatMap(({ keys }) => keys);
    const open = openAtFirst(found);
    if (search !== searched) foldedWhileSearched.clear();
    searched = search;
    const elements = [
      ...found.map(group => showGroup('metrics', group, open.has(group.heading))),
      ...(ofSystem.length > 0 ? [showGroup('system', { heading: SYSTEM, keys: ofSystem }, metrics.length === 0)] : []),
    ];
    elements.forEach((one, i) => {
      if (groups.children[i] !== one) groups.insertBefore(one, groups.children[i] ?? null);
    });
    while (groups.children.length > elements.length) groups.lastElementChild!.remove();
    // A group that is gone shows nothing that could be wanted.
    for (const [name, section] of sections) if (!section.element.isConnected && !elements.includes(section.element)) sections.delete(name);
    const all = metrics.length + system.length;
    nothing.hidden = elements.length > 0;
    setText(nothing, all === 0 ? 'No metric was logged yet.' : 'No metric has these words.');
    onFound(found.reduce((sum, { keys }) => sum + keys.length, 0) + ofSystem.length, all);
    watch();
    want();
  };
  return {
    element: root,
    update({ label, runId }, now) {
      if (runId !== run.runId) {
        for (const slot of slots.values()) slot.release();
        slots.clear();
        sections.clear();
        groups.replaceChildren();
        ranges = new Map();
        onRanges([]);
        scalars = undefined;
      }
      run = { label, runId };
      if (now === scalars) return;
      scalars = now;
      counts = new Map([
        ...now.metrics.map(({ key, count }) => [nameOf('metrics', key), count] as const),
        ...now.system.map(({ key, count }) => [nameOf('system', key), count] as const),
      ]);
      show();
    },
    refresh() {
      show();
      for (const slot of shownSlots()) slot.redraw();
    },
    resetRanges() {
      ranges.clear();
      onRanges([]);
      for (const slot of shownSlots()) slot.redraw();
      want();
    },
  };
}

function isSearch(search: string): boolean {
  return search.trim() !== '';
}

function nameOf(source: ScalarSource, of: string): string {
  return `${source} ${of}`;
}
