import type { IncomingMessage } from 'node:http';

/** Links that W&B's client writes to a terminal lead to pages of its website: of a project, a run, a sweep. */
const PAGE = /^\/local(\/|$)/;

/** Nothing is loaded by the page, runs in it, or holds it in a frame. */
export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
} as const;

/** What stands in the place of such a page: it is the same for every link, and says nothing of any run. */
export const pageHere = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Digits Lab</title></head>
<body>
<h1>This is Digits Lab on this machine</h1>
<p>There is no website of the run that a script has sent here. The run is in the folder of its project:</p>
<ul>
<li>in VS Code in the view <b>Runs</b>: a click on it shows its page;</li>
<li>in a terminal: <code>digits list</code> and <code>digits show ID</code>.</li>
</ul>
</body>
</html>
`;

/** Whether a browser asks for a page of W&B's website. Who has a key is a client. */
export function asksForPage({ method, url = '', headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.authorization === undefined && PAGE.test(url.split('?', 1)[0]!);
}
