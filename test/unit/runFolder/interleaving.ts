import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs/promises';
import { mock } from 'node:test';
import { eachTurn, until } from '../../until';

/** The calls at which one process may have to wait for another: each is a step. What is done at once between two of them is a part of it. */
const STEPS = ['open', 'rename', 'rm', 'mkdir', 'readdir', 'readFile'] as const;

/** Work that is taken step by step. */
class Actor {
  readonly waiting: (() => void)[] = [];
  /** Steps that were begun and have not come to their end. */
  atWork = 0;
  isDone = false;
}

const current = new AsyncLocalStorage<Actor>();

/** In which order several works go on: which one, and for how many steps. */
export type Order = readonly (readonly [work: number, steps: number])[];

/** Does several things at once, in such an order of their steps. When it comes to its end, or a work has, the others go on in turn. */
export async function interleave(works: readonly (() => Promise<unknown>)[], order: Order): Promise<PromiseSettledResult<unknown>[]> {
  for (const step of STEPS) {
    const real = fs[step] as (...args: unknown[]) => Promise<unknown>;
    mock.method(fs, step, async (...args: unknown[]) => {
      const actor = current.getStore();
      if (!actor) return real.apply(fs, args);
      await new Promise<void>(resolve => actor.waiting.push(resolve));
      actor.atWork++;
      try {
        return await real.apply(fs, args);
      } finally {
        actor.atWork--;
      }
    });
  }
  try {
    const actors = works.map(() => new Actor());
    const results = Promise.allSettled(
      works.map(async (work, i) => {
        const actor = actors[i]!;
        try {
          return await current.run(actor, work);
        } finally {
          actor.isDone = true;
        }
      }),
    );
    const chosen = order.flatMap(([work, steps]) => Array.from({ length: steps }, () => actors[work]));
    for (let step = 0; ; step++) {
      await until({
        what: 'each of them waits for its turn or has ended',
        isSo: () => actors.every(actor => actor.isDone || (actor.waiting.length > 0 && actor.atWork === 0)),
        seen: () => actors.map(({ isDone, waiting, atWork }) => [isDone, waiting.length, atWork]),
        on: eachTurn,
      });
      const able = actors.filter(({ isDone }) => !isDone);
      if (able.length === 0) return await results;
      const next = chosen[step];
      (next && !next.isDone ? next : able[step % able.length]!).waiting.shift()!();
    }
  } finally {
    mock.restoreAll();
  }
}
