import { randomBytes } from 'node:crypto';

/** The pages: each is the folder of that name in webview/, and has a script and a style sheet of that name in `pagesFolder`. */
export const pages = ['dashboard', 'comparison', 'effect', 'sweep'] as const;
export type PageName = (typeof pages)[number];

/** Where the build puts what pages load, from the extension's folder. */
export const pagesFolder = 'dist/pages';

export interface PageSource {
  /** The address of a file of `pagesFolder`. */
  readonly addressOf: (file: string) => string;
  /** Where such addresses are, as a Content-Security-Policy says it. */
  readonly origin: string;
}

/** The HTML of a page: it may load its own script, style sheets and icon font, and nothing else. Data comes by message. */
export function pageHtml(page: PageName, { addressOf, origin }: PageSource): string {
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    `font-src ${origin}`,
    `img-src ${origin} data: blob:`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${addressOf('codicon.css')}">
    <link rel="stylesheet" href="${addressOf(`${page}.css`)}">
    <title>Digits Lab</title>
  </head>
  <body>
    <main id="app"></main>
    <script nonce="${nonce}" src="${addressOf(`${page}.js`)}"></script>
  </body>
</html>`;
}

/** The HTML of a page that says something, and can load and run nothing. @param message as HTML, with all text from outside escaped */
export function messageHtml(message: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
    <title>Digits Lab</title>
  </head>
  <body>${message}</body>
</html>`;
}
