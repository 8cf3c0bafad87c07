import { Uri } from 'vscode';
import type { Panel } from '../sinks/window';
import type { ChannelPanel } from './webviewChannel';
import { restoreCommand } from '../dashboard/missingRun';
import { messageHtml, pageHtml, pagesFolder, type PageName } from './webviewPage';

/** A panel as a channel needs it. What the page of another run has still to say, which had the panel before, is not for this channel. */
export function channelPanel(panel: Panel): ChannelPanel {
  return {
    get isVisible() {
      return panel.visible;
    },
    post: message => void panel.webview.postMessage(message),
    onMessage: listener => {
      let isNew = false;
      return panel.webview.onDidReceiveMessage((message: unknown) => {
        isNew ||= isFirst(message);
        if (isNew) listener(message);
      });
    },
    onVisibility: panel.onDidChangeViewState,
  };
}

/** Puts a page into a panel. A channel listens by then: the page speaks first. */
export function showPage(panel: Panel, page: PageName, extensionUri: Uri): void {
  const { webview } = panel;
  const folder = Uri.joinPath(extensionUri, pagesFolder);
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml(page, {
    addressOf: file => webview.asWebviewUri(Uri.joinPath(folder, file)).toString(),
    origin: webview.cspSource,
  });
}

/** Says something in a panel, as HTML, in the place of a page. */
export function showMessage({ webview }: Panel, message: string): void {
  webview.options = { enableScripts: false, localResourceRoots: [], enableCommandUris: [restoreCommand] };
  webview.html = messageHtml(message);
}

const icons = { kept: 'icon-panel.svg', preview: 'icon-preview.svg' } as const;

export function setPanelIcon(panel: Panel, icon: keyof typeof icons, extensionUri: Uri): void {
  panel.iconPath = Uri.joinPath(extensionUri, 'media', icons[icon]);
}

/** What a page says at first: that it has received nothing. */
function isFirst(message: unknown): boolean {
  const { type, number } = (message ?? {}) as { readonly type?: unknown; readonly number?: unknown };
  return type === 'received' && number === 0;
}
