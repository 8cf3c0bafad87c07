import { randomBytes } from 'node:crypto';

/** A new key: 40 hexadecimal digits of chance, since clients of before 2024 take no other length. */
export function newKey(): string {
  return randomBytes(20).toString('hex');
}
