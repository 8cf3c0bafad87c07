import { element, icon } from '../../shared/dom';
import type { Remark } from './remark';

export function remarkPart({ icon: iconName, text, title, isMinor }: Remark): HTMLElement {
  const name = isMinor ? 'part minor' : 'part';
  return element('span', { class: name, title: title ?? text }, iconName ? icon(iconName) : [], element('span', {}, text));
}
