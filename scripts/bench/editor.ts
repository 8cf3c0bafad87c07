import { setTimeout } from 'node:timers/promises';
import { TrainForm } from '../../test/e2e/trainForm';
import { Workbench } from '../../test/e2e/workbench';
import { spread } from './spread';

export interface EditorBench {
  /** The folder of installed extensions of each side that is measured: one, or two in turn. */
  readonly extensions: readonly string[];
  /** Workspaces: one with 1,000 runs, one with a run of 1,000 epochs. */
  readonly many: string;
  readonly long: string;
  readonly times: number;
}

/** So long the messages to the page are counted. */
const COUNTED_SECONDS = 5;

const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

type Note = (what: string, value: number) => void;

/**
 * Measures as often as asked; lines for a person, each with the median and, in brackets, the least and the most. Of two sides each has both,
 * and the ratios of the second to the first, time by time.
 */
export async function measureEditor({ extensions, many, long, times }: EditorBench): Promise<string[]> {
  /** By what was measured: of each side, in the order of the times. */
  const figures = new Map<string, number[][]>();
  const measures: readonly { readonly folder?: string; readonly measure: (workbench: Workbench, note: Note) => Promise<void> }[] = [
    { folder: many, measure: listRuns },
    { folder: long, measure: openLongRun },
    { measure: trainRun },
  ];
  for (let i = 0; i < times; i++)
    for (const { measure, ...options } of measures)
      for (const [side, folder] of extensions.entries()) {
        process.env['TEST_EXTENSIONS'] = folder;
        const note: Note = (what, value) => {
          process.stderr.write(`${extensions.length > 1 ? `${side + 1} ` : ''}${what}: ${value.toFixed(1)}\n`);
          const sides = figures.get(what) ?? extensions.map(() => []);
          sides[side]!.push(value);
          figures.set(what, sides);
        };
        await inWorkbench(options, workbench => measure(workbench, note));
      }
  return [...figures].map(([what, sides]) => {
    const [first = [], second] = sides;
    const all = sides.map(values => spread(values, 1)).join(' → ');
    const ratios = second?.map((value, i) => value / first[i]!);
    return `${what}: ${all}${ratios ? `, × ${spread(ratios, 2)}` : ''}`;
  });
}

async function listRuns(workbench: Workbench, note: Note): Promise<void> {
  const { page } = workbench;
  const began = performance.now();
  await workbench.activity('Digits Lab').click();
  await page.getByRole('treeitem', { name: /Copy 999/ }).waitFor();
  note('click on the icon to the newest of 1,000 runs in the tree, ms', performance.now() - began);
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Digits Lab' });
  await row.waitFor();
  const told = await row.locator('.activation-time').textContent();
  note('activation with 1,000 runs (as VS Code counts it), ms', Number(/([\d.]+)\s*ms/.exec(told ?? '')?.[1]));
}

async function openLongRun(workbench: Workbench, note: Note): Promise<void> {
  const { page } = workbench;
  await workbench.activity('Digits Lab').click();
  const run = page.getByRole('treeitem', { name: /epochs 1000/ });
  await run.waitFor();
  const began = performance.now();
  await run.click();
  await workbench.dashboard().locator('canvas').first().waitFor();
  await workbench
    .dashboard()
    .getByText(/test accuracy/i)
    .first()
    .waitFor();
  note('click on a run of 1,000 epochs to its curves, ms', performance.now() - began);
}

async function trainRun(workbench: Workbench, note: Note): Promise<void> {
  const { page } = workbench;
  // In every frame, and where VS Code cannot undo it as it writes the page; the Content-Security-Policy lets nothing be evaluated later.
  const content = `const add = window.addEventListener;
    let count = 0;
    window.addEventListener = (type, listener, options) => add.call(window, type, type !== 'message' ? listener : event => {
      document.documentElement.dataset.messages = String(++count);
      listener(event);
    }, options);`;
  await page.addInitScript({ content });
  await new TrainForm(workbench).open();
  const began = performance.now();
  await page.keyboard.press('Enter');
  const dashboard = workbench.dashboard();
  await dashboard
    .getByText(/batch [1-9]/)
    .first()
    .waitFor();
  note('Enter on "Start training" to the first point on the chart, ms', performance.now() - began);
  const root = dashboard.locator('html');
  const counted = async (): Promise<number> => Number(await root.getAttribute('data-messages'));
  const [before, from] = [await counted(), performance.now()];
  await setTimeout(COUNTED_SECONDS * 1000);
  note('messages to the page while it trains, a second', (((await counted()) - before) / (performance.now() - from)) * 1000);
}

async function inWorkbench(options: { readonly folder?: string }, work: (workbench: Workbench) => Promise<void>): Promise<void> {
  const workbench = await Workbench.open({ ...options, settings });
  try {
    await work(workbench);
  } finally {
    await workbench.close();
  }
}
