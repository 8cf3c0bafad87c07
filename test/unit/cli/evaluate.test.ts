import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { divergedInWords } from '../../../src/wording/divergence';
import { writeRun } from '../runFolder/writtenRun';
import { digits } from './testCli';

describe('digits evaluate of a run without a model', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-evaluate-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true }));

  const failing =
    (message: string) =>
    (all: TrainerEvent[]): TrainerEvent[] => [
      ...all.slice(0, 4),
      { type: 'runFailed', time: '2026-01-02T03:05:00.000Z', cause: 'training', message },
    ];
  const cases: { readonly what: string; readonly id: string; readonly events?: (all: TrainerEvent[]) => TrainerEvent[]; says: RegExp }[] = [
    {
      what: 'that completed',
      id: '20260101-000001-aaaa',
      says: /^digits: 20260101-000001-aaaa has no model any more: .*digits reproduce 20260101-000001-aaaa trains/,
    },
    {
      what: 'that was interrupted',
      id: '20260101-000002-aaaa',
      events: all => all.slice(0, 4),
      says: /has no model: it is interrupted, .* digits train --resume 20260101-000002-aaaa goes on/,
    },
    {
      what: 'that failed',
      id: '20260101-000003-aaaa',
      events: failing('The disk is full.'),
      says: /has no model: it is failed, .* digits train --resume /,
    },
    {
      what: 'that diverged',
      id: '20260101-000004-aaaa',
      events: failing(divergedInWords(1, 2, 10)),
      says: /has no model: it is failed, .* cannot get one: its loss/,
    },
  ];
  for (const { what, id, events, says } of cases) {
    it(`says so of one ${what}, and starts no trainer`, async () => {
      writeRun(runs, { id, ...(events && { events }) });
      for (const json of [[], ['--json']]) {
        const { exitCode, out, err } = await digits(['evaluate', id, ...json], { cwd: folder });
        assert.deepEqual([exitCode, out], [1, '']);
        assert.match(err, says);
      }
    });
  }
});
