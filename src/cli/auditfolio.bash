# Completion of auditfolio's command line for bash. tests/cli/run holds it against --help.
_auditfolio() {
    local cur prev words cword
    _init_completion -n = 2>/dev/null || {
        # Without the bash-completion package.
        words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    }

    local command='' i
    for ((i = 1; i < cword; i++)); do
        case ${words[i]} in
            programs | blank | new | check | report | mail | diff | extract | verify | render) command=${words[i]}; break ;;
        esac
    done

    # A data folder is asked, not the program: completing must not be slower than typing.
    local data=${AUDITFOLIO_DATA:-}
    if [[ -z $data ]]; then
        local program
        program=$(type -P "${words[0]}") && program=$(readlink -f "$program") && data=${program%/*}/../share/auditfolio
        [[ -d $data/locales ]] || data=${program%/*}/..
    fi
    _auditfolio_names() { # FOLDER [SUFFIX]: the names in it
        local path
        for path in "$data/$1"/*"${2:-}"; do
            [[ -e $path ]] || continue
            path=${path##*/}
            printf '%s\n' "${path%"${2:-}"}"
        done
    }

    local formats='pdf html fo areas png'
    [[ $command != render ]] || formats='pdf areas png svg'
    local every='all' # languages at once
    [[ $command != @(check|new|mail|diff|verify) && $prev != --bilingual ]] || every=''
    COMPREPLY=()
    case $prev in
        -l | --lang | --bilingual) mapfile -t COMPREPLY < <(compgen -W "$every $(_auditfolio_names locales)" -- "$cur"); return ;;
        -f | --format) mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$cur"); return ;;
        --audience) mapfile -t COMPREPLY < <(compgen -W 'executive reviewer full' -- "$cur"); return ;;
        --only) mapfile -t COMPREPLY < <(compgen -W 'open' -- "$cur"); return ;;
        --paper) mapfile -t COMPREPLY < <(compgen -W 'a4 letter' -- "$cur"); return ;;
        --diagnostics) mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$cur"); return ;;
        --dpi | --page | --date | --model | --category | --case-studies | --to | --cc | --without | --max-size | --timeout | --retry-time) return ;;
        --send) mapfile -t COMPREPLY < <(compgen -W 'smtp:// smtps://' -- "$cur"); return ;;
        --from)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -X '!*.@(xml|pdf)' -- "$cur"; compgen -d -- "$cur")
            return
            ;;
        --templates)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            return
            ;;
        -o | --output)
            compopt -o filenames 2>/dev/null
            if [[ $command == @(new|mail|extract|render) ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            else
                mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            fi
            return
            ;;
    esac
    if [[ $cur == -* ]]; then
        local options='-h --help --version --diagnostics=json --diagnostics=text'
        case $command in
            programs) options='--check' ;;
            blank) options='-l --lang -f --format -o --output --paper --all --no-source --index --manifest --templates --allow-incomplete --strict' ;;
            new) options='-l --lang -o --output --model --category --case-studies --date --from --force --templates --allow-incomplete' ;;
            extract) options='-o --output --force' ;;
            diff) options='-l --lang --allow-incomplete' ;;
            verify) options='-l --lang --documents' ;;
            mail) options='-l --lang -o --output --to --cc --evidence --without --max-size --draft --paper --date
                --send --yes --again --timeout --retry-time --status --templates --allow-incomplete' ;;
            check) options='-l --lang --date --strict --allow-incomplete' ;;
            report) options='-l --lang -f --format -o --output --paper --audience --only --bilingual --date --no-source --index --manifest --templates --allow-incomplete --strict' ;;
            render) options='-f --format -o --output --dpi --page --resources --strict' ;;
        esac
        [[ -z $command ]] || options+=' --diagnostics=json --diagnostics=text -h --help'
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        return
    fi
    case $command in
        '') mapfile -t COMPREPLY < <(compgen -W 'programs blank new check report mail diff extract verify render' -- "$cur") ;;
        blank | new) mapfile -t COMPREPLY < <(compgen -W "$(_auditfolio_names templates/programs .xml)" -- "$cur") ;;
        check | report | mail | diff)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -X '!*.@(xml|pdf)' -- "$cur"; compgen -d -- "$cur")
            ;;
        extract)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -X '!*.pdf' -- "$cur"; compgen -d -- "$cur")
            ;;
        verify)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -X '!*.manifest.json' -- "$cur"; compgen -d -- "$cur")
            ;;
        render)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -X '!*.fo' -- "$cur"; compgen -d -- "$cur")
            ;;
    esac
}
complete -F _auditfolio auditfolio
