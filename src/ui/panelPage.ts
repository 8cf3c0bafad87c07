import { Uri } from 'vscode';
import type { Panel } from './sinks/window';
import type { ChannelPanel } from './webviewChannel';
import { pageHtml, pagesFolder, type PageName } from './webviewPage';

/** A panel as a channel needs it. */
export function channelPanel(panel: Panel): ChannelPanel {
  return {
    get isVisible() {
      return panel.visible;
    },
    post: message => void panel.webview.postMessage(message),
    onMessage: panel.webview.onDidReceiveMessage,
    onVisibility: panel.onDidChangeViewState,
  };
}

/** Puts a page into a panel. A channel listens by then: the page speaks first. */
export function showPage(panel: Panel, page: PageName, extensionUri: Uri): void {
  const { webview } = panel;
  const folder = Uri.joinPath(extensionUri, pagesFolder);
  panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon-panel.svg');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml(page, {
    addressOf: file => webview.asWebviewUri(Uri.joinPath(folder, file)).toString(),
    origin: webview.cspSource,
  });
}
