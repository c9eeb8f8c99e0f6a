#!/usr/bin/env bash
# Fetch what other people made, pinned, and put only the files the pages use into vendor/.
set -euo pipefail

static=$(cd "$(dirname "$0")" && pwd)/static
work=$(mktemp -d)
# Only what was fetched whole takes the place of what is there.
vendor=$work/vendor
trap 'rm -rf "$work"' EXIT

fetch() { # name of the package, version, folder, SHA-512 in base 64
  local file sum
  file=$(npm pack --silent --ignore-scripts --pack-destination "$work" "$1@$2" | tail -n 1)
  sum=$(openssl dgst -sha512 -binary "$work/$file" | base64 -w 0)
  test "$sum" = "$4" || { echo "$1 $2 is not the file it was: $sum" >&2; exit 1; }
  mkdir -p "$work/$3"
  tar -xzf "$work/$file" -C "$work/$3" --strip-components 1
}

font() { # family, SHA-512, then the subsets the pages need
  local family=$1 subset
  fetch "@fontsource-variable/$family" 5.3.0 "$family" "$2"
  shift 2
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
fetch htmx.org 4.0.1 htmx \
  oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==
cp "$work/htmx/dist/htmx.min.js" "$vendor/"
# The name of a source map that is not served would make every collection of the static files fail.
sed -i '/^\/\/# sourceMappingURL=/d' "$vendor/htmx.min.js"
cp "$work/htmx/LICENSE" "$vendor/htmx.LICENSE.txt"
font figtree \
  VRVodD7OiG7apQwE8/2fMjaqpY/a0qRJqL5HtYj8CKIVps+9amaFcdfKmDIf7iqYQx6iPLlArVXAfKeIZmVcNQ== \
  latin latin-ext
font vazirmatn \
  ZA68W8JHbMdNzzwjYHUWKB2PH22QpxNEnk0ukcXM+XiqYMV6ZWJZAKuNXcrMR2JjuIAwsfAU3KknCXPI6wXUvw== \
  arabic
font rubik \
  yQUf8qle24MJYA+EuauyF+cqjjN6I715nGjitt3sGmwZA0XfA4fWJcLq1C/diREZl4Qzn1E80nLMc0ipC/a4Lg== \
  hebrew
fetch lucide-static 1.62.0 lucide \
  WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==
cp "$work/lucide/LICENSE" "$vendor/lucide.LICENSE.txt"
sprite >"$vendor/icons.svg"
chmod 644 "$vendor"/*
rm -rf "$static/vendor"
cp -r "$vendor" "$static/vendor"
ls -l "$static/vendor"
