/**
 * What a shell runs to have `digits` completed. Each asks the program itself (`digits complete -- WORDS…`), which answers with a line of
 * directives and then a line for each word: the word, a tab, what it is. What a run is called is text of strangers: it is quoted before it
 * comes into a command line.
 */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const bash = String.raw`# Completion of digits for Bash: eval "$(digits completion bash)"
_digits() {
  local typed="${'$'}{COMP_WORDS[COMP_CWORD]}" quote= directives word about
  local -a before=("${'$'}{COMP_WORDS[@]:1:COMP_CWORD-1}")
  COMPREPLY=()
  before=("${'$'}{before[@]//[\\\"\']/}")
  # Within quotes Bash puts a word there as it is.
  case $typed in
    [\"\']*) quote=${'$'}{typed:0:1} typed=${'$'}{typed:1} ;;
    *) typed=${'$'}{typed//\\/} ;;
  esac
  {
    IFS= read -r directives
    while IFS=$'\t' read -r word about; do
      if [[ -n $quote ]]; then
        [[ $word == *[${'\\`'}\"\'\\\$\!]* ]] && continue
      elif [[ $word == *[^-A-Za-z0-9_.,/%+@]* ]]; then
        printf -v word %q "$word"
        # At these a word would be taken for several.
        word=${'$'}{word//:/\\:} word=${'$'}{word//=/\\=}
      fi
      COMPREPLY+=("$word")
    done
  } < <("${'$'}{COMP_WORDS[0]}" complete -- "${'$'}{before[@]}" "$typed" 2>/dev/null)
  [[ $directives == *open* ]] && compopt -o nospace
  if [[ $directives == *folders* ]]; then
    compopt -o filenames
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$typed")
  fi
  if [[ $directives == *files* ]]; then
    compopt -o filenames
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$typed")
  fi
}
complete -F _digits digits
`;

const zsh = String.raw`#compdef digits
# Completion of digits for Zsh: eval "$(digits completion zsh)", after compinit.
_digits() {
  local directives word about
  local -a found shown suffix before
  before=("${'$'}{(@Q)words[2,CURRENT-1]}")
  {
    IFS= read -r directives
    while IFS=$'\t' read -r word about; do
      found+=("$word")
      shown+=("$word${'$'}{about:+  -- $about}")
    done
  } < <("${'$'}{(Q)words[1]}" complete -- "${'$'}{before[@]}" "${'$'}{(Q)PREFIX}" 2>/dev/null)
  [[ $directives == *open* ]] && suffix=(-S '')
  (( $#found )) && compadd "${'$'}{(@)suffix}" -l -d shown -a found
  [[ $directives == *folders* ]] && _path_files -/
  [[ $directives == *files* ]] && _path_files
  return 0
}
# Loaded from a folder of $fpath, it is called at once.
if [[ $funcstack[1] == _digits ]]; then _digits; else compdef _digits digits; fi
`;

const fish = String.raw`# Completion of digits for Fish: digits completion fish | source
function __digits_complete
  set -l words (commandline -opc)
  set -l typed (commandline -ct | string replace -r '^["\']' '' | string replace -a '\\' '')
  set -l answer ($words[1] complete -- $words[2..] "$typed" 2>/dev/null)
  string match -q '*folders*' -- $answer[1]; and __fish_complete_directories "$typed" ''
  string match -q '*files*' -- $answer[1]; and __fish_complete_path "$typed" ''
  printf '%s\n' $answer[2..]
end
complete -c digits -f -k -a '(__digits_complete)'
`;

export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
