import { element } from '../dom';

/** What a class is to an image: its true one, the one that it was wrongly read as, or another. */
export type ClassRole = 'true' | 'wrong' | 'other';

export function roleOf(of: number, { truth, predicted }: { readonly truth: number; readonly predicted: number }): ClassRole {
  if (of === truth) return 'true';
  return of === predicted ? 'wrong' : 'other';
}

export const roleInWords: Readonly<Record<ClassRole, string>> = { wrong: 'predicted, wrong', true: 'true class', other: 'other' };

/** A share as a bar in the colour of what the class is. */
export function scoreBar(share: number, role: ClassRole): HTMLElement {
  const bar = element('i', { class: `scoreShare ${role}`, 'aria-hidden': 'true' });
  bar.style.setProperty('--share', share.toFixed(4));
  return bar;
}

/** `0.984` */
export function shareInDigits(share: number): string {
  return share.toFixed(3);
}

/** What the colours of the bars mean. */
export function scoreLegend(): HTMLElement {
  return element(
    'div',
    { class: 'scoreLegend' },
    (['wrong', 'true', 'other'] as const).map(role => element('span', {}, element('i', { class: `scoreKey ${role}` }), roleInWords[role])),
  );
}
