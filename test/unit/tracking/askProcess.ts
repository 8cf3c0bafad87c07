import { environmentFetch, readText } from '../../../src/tracking/http';
import { Requests } from '../../../src/tracking/wandb/requests';
import { systemClock } from '../../../src/util/clock';

/** A process that puts a file where its argument says, and prints what became of it. */
const fetch = environmentFetch();
let text: string | undefined;
const credential = { key: 'a'.repeat(40), baseUrl: 'http://localhost', source: 'the test' };
const requests = new Requests({
  fetch: async (url, request) => {
    const answer = await fetch(url, request);
    text = await readText(answer, 1_000);
    return { status: answer.status, headers: answer.headers, body: null };
  },
  clock: systemClock,
  credential,
  signal: new AbortController().signal,
});

void requests.put({ url: process.argv[2] ?? '', headers: [] }, new Uint8Array(1), 'a file').then(
  () => process.stdout.write(JSON.stringify({ text })),
  (error: Error) => process.stdout.write(JSON.stringify({ error: error.message })),
);
