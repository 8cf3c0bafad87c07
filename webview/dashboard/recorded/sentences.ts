import { grouped } from '../../../src/util/format';
import { element, fill, icon } from '../../shared/dom';

export interface Sentences {
  readonly element: HTMLElement;
  show(all: readonly string[]): void;
}

const MOST_SHOWN = 20;

/** Sentences about a recording, each with the same icon; hidden where there are none. @param label what they are */
export function createSentences(label: string, iconName: string): Sentences {
  const list = element('ul', { class: 'recordedRemarks', 'aria-label': label, hidden: '' });
  let shown = '';
  return {
    element: list,
    show(all) {
      list.hidden = all.length === 0;
      if (all.join('\n') === shown) return;
      shown = all.join('\n');
      fill(
        list,
        all.slice(0, MOST_SHOWN).map(text => element('li', {}, icon(iconName), element('span', {}, text))),
        all.length > MOST_SHOWN ? element('li', {}, `${grouped(all.length - MOST_SHOWN)} more are in recording.json.`) : [],
      );
    },
  };
}
