import type { EngineName } from '../../../../src/contract/engines';

/** An engine that works, with that speed. */
export const works = (imagesPerSecond: number): object => ({ state: 'works', version: '1.2.3', durationMs: 120, imagesPerSecond });

/** The body of a fake trainer whose engines do what is said of them: work, `crashes`, or fail with a reason; others are not installed. */
export function measuredTrainer(what: Readonly<Partial<Record<EngineName, object | string>>>): string {
  return `
    const what = ${JSON.stringify(what)};
    onCommand({
      stop: () => finish(),
      request: ({ id, body: { engine, threads } }) => {
        const found = what[engine] ?? { state: 'missing', reason: 'It is optional.\\nGet it.' };
        if (found === 'crashes') return process.kill(process.pid, 'SIGSEGV');
        const answer = typeof found === 'string' ? { error: found } : { body: found.state === 'works' ? { ...found, threads } : found };
        process.send({ type: 'answer', id, ...answer });
      },
    });
    ready();`;
}
