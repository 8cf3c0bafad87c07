/** A function that is called again only when one of some inputs is another one than at the last call. */
export function keepLatest<Args extends readonly unknown[], Result>(
  make: (...args: Args) => Result,
): (inputs: readonly unknown[], ...args: Args) => Result {
  let latest: { readonly inputs: readonly unknown[]; readonly result: Result } | undefined;
  return (inputs, ...args) => {
    const isSame = latest?.inputs.length === inputs.length && inputs.every((input, index) => input === latest?.inputs[index]);
    if (!latest || !isSame) latest = { inputs, result: make(...args) };
    return latest.result;
  };
}
