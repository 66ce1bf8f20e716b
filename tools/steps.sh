# Sourced by the scripts beside it: long steps that show how far they are, with their output in a
# log. Everything goes to standard error: standard output belongs to the program that is started.
# shellcheck shell=bash

# Seconds since the script began, for headings.
elapsed() { printf '%d' "$SECONDS"; }

say() { printf '%s\n' "$*" >&2; }

# The last `[done/total]` of ninja or the last line of anything else, shortened.
progress_of() {
  local line
  line=$(tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1)
  if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
    printf '%s of %s' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  else
    printf '%s' "${line:0:50}" | tr -cd '[:print:]'
  fi
}

# step TITLE LOG COMMAND...: runs the command with its output in LOG. On a terminal one line is
# renewed each second; elsewhere a line appears each half minute. When the command fails, the end
# of the log is shown and its status returned.
step() {
  local title=$1 log=$2 start=$SECONDS shown=$SECONDS status=0 pid
  shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  # Interrupting the script must not leave the step running.
  # shellcheck disable=SC2064
  trap "kill $pid 2>/dev/null; trap - INT TERM; kill -s INT $$" INT TERM
  local ticks=0
  while kill -0 "$pid" 2>/dev/null; do
    # Short steps end within a few looks and print nothing at all.
    if ((++ticks <= 15)); then sleep 0.1; continue; fi
    if [[ -t 2 ]]; then
      printf '\r\033[K%s … %d s  %s' "$title" $((SECONDS - start)) "$(progress_of "$log")" >&2
    elif ((ticks == 16 || SECONDS - shown >= 30)); then
      say "$title … $((SECONDS - start)) s  $(progress_of "$log")"
      shown=$SECONDS
    fi
    sleep 1
  done
  wait "$pid" || status=$?
  trap - INT TERM
  [[ -t 2 ]] && printf '\r\033[K' >&2
  if ((status != 0)); then
    say "$title: failed after $((SECONDS - start)) s. The end of ${log#"$PWD/"}:"
    tail -n 40 "$log" | sed 's/^/    /' >&2
  elif ((SECONDS - start >= 2)); then
    say "$title: $((SECONDS - start)) s"
  fi
  return "$status"
}

# only_one: waits until no other script of this kind works in build/. Freed when the script ends,
# or by `exec 9>&-`.
only_one() {
  mkdir -p build
  exec 9>build/.lock
  flock -n 9 || { say "Waiting for another build in this folder."; flock 9; }
}
