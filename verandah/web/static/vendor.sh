#!/usr/bin/env bash
# Fetch what other people made, pinned, and put only the files the pages use into vendor/.
set -euo pipefail

static=$(cd "$(dirname "$0")" && pwd)
vendor=$static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # name of the package, version, folder
  mkdir -p "$work/$3"
  npm pack --silent --pack-destination "$work" "$1@$2" | tail -n 1 | {
    read -r file
    tar -xzf "$work/$file" -C "$work/$3" --strip-components 1
  }
}

font() { # family, then the subsets the pages need
  local family=$1 subset
  shift
  fetch "@fontsource-variable/$family" 5.3.0 "$family"
  for subset in "$@"; do
    cp "$work/$family/files/$family-$subset-wght-normal.woff2" "$vendor/"
  done
  cp "$work/$family/LICENSE" "$vendor/$family.LICENSE.txt"
}

# One file of symbols, each as wide and tall as Lucide draws it; the page's style sheet gives colour and stroke.
sprite() {
  local name file
  echo '<svg xmlns="http://www.w3.org/2000/svg">'
  while read -r name; do
    file=$work/lucide/icons/$name.svg
    test -f "$file" || { echo "Lucide has no icon called $name." >&2; return 1; }
    printf '<symbol id="%s" viewBox="0 0 24 24">' "$name"
    tr -d '\n' <"$file" | sed -E 's/<!--[^>]*-->//g; s/<svg[^>]*>//; s/<\/svg>//; s/ +/ /g; s/ ?\/>/\/>/g; s/> +</></g; s/^ +| +$//g'
    echo '</symbol>'
  done <"$static/icons/used.txt"
  echo '</svg>'
}

mkdir -p "$vendor"
rm -f "$vendor"/*
fetch htmx.org 4.0.1 htmx
cp "$work/htmx/dist/htmx.min.js" "$vendor/"
# The name of a source map that is not served would make every collection of the static files fail.
sed -i '/^\/\/# sourceMappingURL=/d' "$vendor/htmx.min.js"
cp "$work/htmx/LICENSE" "$vendor/htmx.LICENSE.txt"
font figtree latin latin-ext
font vazirmatn arabic
font rubik hebrew
fetch lucide-static 1.62.0 lucide
cp "$work/lucide/LICENSE" "$vendor/lucide.LICENSE.txt"
sprite >"$vendor/icons.svg"
ls -l "$vendor"
