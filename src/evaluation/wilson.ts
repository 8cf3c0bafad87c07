/**
 * Half the width of the 95 % confidence interval of a share that was counted, by Wilson's score (1927): with 9,912 of 10,000 right the
 * accuracy is 0.9912 ± 0.0018. Unlike the usual one it has a width where everything is right.
 * @param share in [0, 1]
 * @param count of how many; above 0
 */
export function wilsonHalfWidth(share: number, count: number): number {
  const z = 1.959963984540054;
  const spread = Math.sqrt((share * (1 - share)) / count + (z / (2 * count)) ** 2);
  return (z * spread) / (1 + z ** 2 / count);
}
