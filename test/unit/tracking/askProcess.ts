import { environmentFetch } from '../../../src/tracking/environmentFetch';
import { readText } from '../../../src/tracking/http';
import { Requests } from '../../../src/tracking/wandb/requests';
import { systemClock } from '../../../src/util/clock';

/** A process that puts a file where each of its arguments says, and prints what became of it. */
async function ask(url: string): Promise<{ readonly text?: string } | { readonly error: string }> {
  let text: string | undefined;
  const requests = new Requests({
    fetch: async (to, request) => {
      const answer = await environmentFetch(to, request);
      text = await readText(answer, 1_000);
      return { status: answer.status, headers: answer.headers, body: null };
    },
    clock: systemClock,
    credential: { key: 'a'.repeat(40), baseUrl: 'http://localhost', source: 'the test' },
    signal: new AbortController().signal,
  });
  try {
    await requests.put({ url, headers: [] }, new Uint8Array(1), 'a file');
    return text === undefined ? {} : { text };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

void Promise.all(process.argv.slice(2).map(ask)).then(asked => process.stdout.write(JSON.stringify(asked)));
