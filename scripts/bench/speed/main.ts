import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureAgainst } from './against';
import { measureByConfiguration } from './byConfiguration';
import { shown } from './figures';
import { measureGrowth } from './growth';
import { measureHeadline } from './headline';
import { describeMachine, machineInWords, type Machine } from './machine';
import { measureMemory } from './memory';
import { watchOthers } from './others';
import type { Bench, Part } from './part';
import { measureProfile } from './profile';
import { pythonVersion, type Places } from './programs';
import { measureStart } from './start';

const parts = {
  peers: { title: 'Beside its peers', measure: measureHeadline },
  table: { title: 'Over the parameters', measure: measureByConfiguration },
  start: { title: 'From the start to the first step', measure: measureStart },
  memory: { title: 'Memory', measure: measureMemory },
  growth: { title: 'Growth', measure: measureGrowth },
  profile: { title: 'Where the time of a step goes', measure: measureProfile },
} as const satisfies Record<string, { title: string; measure: (bench: Bench) => Promise<Part> }>;

export type PartName = keyof typeof parts;

export interface Asked {
  readonly parts: readonly PartName[];
  /** A commit to compare with, instead of those parts. */
  readonly against?: string;
  readonly sittings: number;
  readonly turns: number;
}

/** What is written with --json. */
export interface Report {
  readonly machine: Machine;
  readonly date: string;
  readonly peers: Readonly<Record<string, string>>;
  readonly sittings: number;
  readonly turns: number;
  readonly parts: Readonly<Record<string, { readonly figures: unknown; readonly others: number | null; readonly minutes: number }>>;
}

/** Measures what was asked for. @param print takes Markdown, part by part, as it is known: first of the machine */
export async function measure(places: Places, asked: Asked, print: (part: string, markdown: string) => void): Promise<Report> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'digits-bench-'));
  const { sittings, turns, against } = asked;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const bench: Bench = { ...places, sittings, turns, scratch, say };
  const machine = describeMachine(places.root);
  const peers = Object.fromEntries(
    ['BENCH_KERAS', 'BENCH_TORCH'].flatMap(name => (process.env[name] ? [[name, pythonVersion(process.env[name])]] : [])),
  );
  const found: Record<string, { figures: unknown; others: number | null; minutes: number }> = {};
  try {
    print('machine', `Measured on ${machineInWords(machine)}. Medians (least–most); "is ×": median by median (turn by turn, least–most).`);
    const chosen: readonly { name: string; title: string; measure: (bench: Bench) => Promise<Part> }[] =
      against === undefined
        ? asked.parts.map(name => ({ name, ...parts[name] }))
        : [{ name: 'against', title: `Beside ${against}`, measure: of => measureAgainst(of, against) }];
    for (const { name, title, measure: of } of chosen) {
      const [others, began] = [watchOthers(), performance.now()];
      const { markdown, figures } = await of(bench);
      const share = others();
      found[name] = { figures, others: share ?? null, minutes: (performance.now() - began) / 60_000 };
      const took = share === undefined ? '' : `\n\nOther programs took ${shown(100 * share, 1)} % of the processors meanwhile.`;
      print(name, `## ${title}\n\n${markdown}${took}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { machine, date: new Date().toISOString(), peers, sittings, turns, parts: found };
}
