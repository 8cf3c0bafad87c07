declare module 'asciichart' {
  /** Lines of a chart of one or more series of equal length. */
  export function plot(
    series: readonly (readonly number[])[],
    config?: { readonly height?: number; readonly colors?: readonly string[]; readonly format?: (value: number) => string },
  ): string;
  export const blue: string;
  export const yellow: string;
}
