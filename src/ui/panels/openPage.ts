import type { ToPage } from '../../contract/channel';
import { systemClock } from '../../util/clock';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { channelPanel, setPanelIcon, showPage } from './panelPage';
import { WebviewChannel, type ChannelOptions } from './webviewChannel';
import type { PageName } from './webviewPage';

export interface PageOptions<To extends ToPage, From> extends Pick<ChannelOptions<To, From>, 'parse' | 'follow' | 'answer'> {
  readonly panel: Panel;
  readonly page: PageName;
  /** What it is called in the log. */
  readonly name: string;
  readonly services: Pick<Services, 'log' | 'context'>;
}

/** Shows a page in a panel that stays. The channel to it; what goes wrong there is told in the log, and to the person. */
export function openPage<To extends ToPage, From>({
  panel,
  page,
  name,
  services,
  answer,
  ...options
}: PageOptions<To, From>): WebviewChannel<To, From> {
  const { log, context } = services;
  const report = ({ message }: Error): void => {
    log.error(`${name}: ${message}`);
    void window.showErrorMessage(message);
  };
  const channel = new WebviewChannel<To, From>({
    ...options,
    panel: channelPanel(panel),
    answer: async request => {
      try {
        return await answer(request);
      } catch (error) {
        report(error as Error);
        throw error;
      }
    },
    onTrouble: report,
    log: line => log.warn(`${name}: ${line}`),
    clock: systemClock,
  });
  setPanelIcon(panel, 'kept', context.extensionUri);
  showPage(panel, page, context.extensionUri);
  return channel;
}
