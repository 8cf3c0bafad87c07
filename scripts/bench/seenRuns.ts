import { setTimeout } from 'node:timers/promises';
import type { FrameLocator, Page } from 'playwright-core';
import type { Workbench } from '../../test/e2e/workbench';
import { OtherMachines } from './otherMachines';

/** How often it is looked what can be seen. */
const LOOK_MS = 200;
/** So long what was written is waited for at the end. */
const PATIENCE_MS = 60_000;

/** How long after it was written something was seen, in ms; infinite of what was not. */
export interface Lags {
  readonly began: readonly number[];
  readonly ended: readonly number[];
}

/** What the page of a sweep says of its runs. */
const COUNTS = /^[\d,]+ runs: ([\d,]+) done/;

interface Look {
  readonly page: Page;
  /** The page of the sweep, if it is open. */
  readonly dashboard: FrameLocator | undefined;
}

interface Seen {
  /** How many runs the view says that there are. */
  readonly count: number;
  /** What is read out of the rows that are shown. */
  readonly rows: readonly string[];
  /** How many runs the page of the sweep says that are done. */
  readonly done: number;
}

/**
 * Looks at the window while other machines train: at how many runs the view Runs says that there are; at the rows of the pinned ones, which stand
 * at the top, and say when they have ended; and on the page of the sweep at how many are done.
 * @param options `page`: whether it is open, whose count then says which have ended
 */
export function seenRuns(workbench: Workbench, others: OtherMachines, { page }: { readonly page: boolean }): { stop(): Promise<Lags> } {
  const [beganBefore, endedBefore] = [others.began.length, others.ended.size];
  const began: number[] = [];
  const ended: number[] = [];
  const pinnedSeen = new Set<number>();
  let isOver = false;
  const looking = (async () => {
    for (let until = Infinity; performance.now() < until; await setTimeout(LOOK_MS)) {
      const { count, rows, done } = await look({ page: workbench.page, dashboard: page ? workbench.dashboard() : undefined });
      const now = performance.now();
      while (beganBefore + began.length < Math.min(count, others.began.length)) began.push(now - others.began[beganBefore + began.length]!);
      const ends = [...others.ended].slice(endedBefore);
      if (page) while (endedBefore + ended.length < done && ended.length < ends.length) ended.push(now - ends[ended.length]![1]);
      else
        for (const [i, at] of ends)
          if (OtherMachines.isPinned(i) && !pinnedSeen.has(i) && rows.some(row => isOf(row, i) && row.includes(', completed,'))) {
            pinnedSeen.add(i);
            ended.push(now - at);
          }
      if (!isOver) continue;
      until = Math.min(until, now + PATIENCE_MS);
      const left = page ? ends.length - ended.length : 0;
      if (began.length + beganBefore === others.began.length && left === 0) break;
    }
  })();
  return {
    async stop() {
      isOver = true;
      await looking;
      const unseen = Array.from({ length: others.began.length - beganBefore - began.length }, () => Infinity);
      return { began: [...began, ...unseen], ended };
    },
  };
}

/** A row begins with the name of its run. */
function isOf(row: string, i: number): boolean {
  return row.startsWith(`${OtherMachines.nameOf(i)},`);
}

async function look({ page, dashboard }: Look): Promise<Seen> {
  const header = page.locator('.pane-header', { hasText: /^Runs/ });
  const labels = page.locator('.pane-body').getByRole('treeitem');
  const rows = await labels.evaluateAll(all => all.map(row => row.getAttribute('aria-label') ?? ''));
  const counts = await dashboard?.getByText(COUNTS).first().textContent();
  return {
    count: numberIn(/^[\d,]+/.exec((await header.locator('.description').textContent()) ?? '')?.[0]),
    rows,
    done: numberIn(COUNTS.exec(counts ?? '')?.[1]),
  };
}

/** As it is shown, with its thousands apart. */
function numberIn(text = '0'): number {
  return Number(text.replaceAll(',', ''));
}
