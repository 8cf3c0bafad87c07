import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { escapeXml } from '../report/svg';

/** The dashboard's page: it may load its own script, style sheets and icon font, and nothing else. Data comes by message. */
export function dashboardPage(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}">
    <link rel="stylesheet" href="${file('dashboard.css')}">
    <title>Digits Lab</title>
  </head>
  <body>
    <main id="app"></main>
    <script nonce="${nonce}" src="${file('dashboard.js')}"></script>
  </body>
</html>`;
}

/** A page that says something, and can load and run nothing. */
export function messagePage(message: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
    <title>Digits Lab</title>
  </head>
  <body><p>${escapeXml(message)}</p></body>
</html>`;
}
