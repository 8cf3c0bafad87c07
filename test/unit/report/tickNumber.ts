const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The number that the label of a tick says: `0.05`, `1e-7`, `2×10⁻⁸`. */
export function tickNumber(label: string): number {
  const power = /^(?:(\d)×)?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(label);
  if (!power) return Number(label);
  const [, digit = '1', minus, exponent = ''] = power;
  return Number(`${digit}e${minus && '-'}${Array.from(exponent, sign => SUPERSCRIPTS.indexOf(sign)).join('')}`);
}
