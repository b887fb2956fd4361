# shellcheck shell=bash disable=SC2034
# Sourced by ./pilothouse and ./verify: finds a JDK, installs packages. Never asks a question, never reads stdin.

say() { printf 'pilothouse: %s\n' "$*" >&2; }
die() { local status=$1; shift; say "$*"; exit "$status"; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- JDK ---------------------------------------------------------------------------------------------------------
# All of it without a fork: this runs before every command.

# REPLY = major version of the JDK (with a compiler) in folder $1
jdk_major() {
  local key value
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  while IFS='=' read -r key value; do
    if [[ $key == JAVA_VERSION ]]; then value=${value//\"/}; REPLY=${value%%[!0-9]*}; return 0; fi
  done <"$1/release"
  return 1
}

# JDK, JDK_MAJOR = JAVA_HOME when that is new enough, else the newest in the usual folders
find_jdk() {
  local dir
  JDK='' JDK_MAJOR=0
  if [[ -n ${JAVA_HOME:-} ]] && jdk_major "$JAVA_HOME" && ((REPLY >= 21)); then
    JDK=$JAVA_HOME JDK_MAJOR=$REPLY
    return 0
  fi
  for dir in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* ~/.sdkman/candidates/java/* ~/.jdks/*; do
    if jdk_major "$dir" && ((REPLY >= 21 && REPLY > JDK_MAJOR)); then JDK=$dir JDK_MAJOR=$REPLY; fi
  done
  if ((JDK_MAJOR == 0)) && dir=$(command -v javac); then
    dir=$(readlink -f "$dir")
    dir=${dir%/bin/javac}
    if jdk_major "$dir" && ((REPLY >= 21)); then JDK=$dir JDK_MAJOR=$REPLY; fi
  fi
  ((JDK_MAJOR > 0))
}

need_jdk() {
  find_jdk && return
  local package
  # A new machine may have no package lists at all, and then nothing is known.
  if has apt-get && ! apt_knows bash && may_be_root; then apt_update /dev/null; fi
  for package in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
    if apt_knows "$package"; then
      install_packages "a JDK" "$package"
      find_jdk && return
    fi
  done
  die 7 "no JDK 21 or newer (with a compiler) was found: not in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman or ~/.jdks, \
and this system's packages have none. Unpack one below /opt (for example Eclipse Temurin, https://adoptium.net) or set \
JAVA_HOME to it, then run the same command again."
}

# --- packages ----------------------------------------------------------------------------------------------------

# Runs a command as root; fails when there is no way to without asking for a password.
as_root() { if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi; }
may_be_root() { ((EUID == 0)) || { has sudo && sudo -n true 2>/dev/null; }; }
systemd_rules() { [[ -d /run/systemd/system ]]; }

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }
apt_knows() { has apt-cache && [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }

# Reads apt's status lines (APT::Status-Fd, see apt's README.progress-reporting) and shows how far it is.
show_progress() {
  local kind percent text shown=-20
  while IFS=: read -r kind _ percent text; do
    [[ $kind == dlstatus || $kind == pmstatus ]] || continue
    percent=${percent%%[!0-9]*}
    if [[ -t 2 ]]; then printf '\r\e[K  %3d %%  %.60s' "${percent:-0}" "$text" >&2
    elif ((percent >= shown + 20 || percent < shown)); then shown=$percent; printf '  %3d %%  %s\n' "$percent" "$text" >&2; fi
  done
  if [[ -t 2 ]]; then printf '\r\e[K' >&2; fi
}

apt_run() { # LOG apt-get arguments...
  local log=$1; shift
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -y -o APT::Status-Fd=3 -o DPkg::Lock::Timeout=300 "$@" \
    3>&1 >>"$log" 2>&1 </dev/null | show_progress
}

apt_update() { # LOG
  say "Refreshing the package lists (apt-get update, about 10 s) ..."
  as_root env LC_ALL=C apt-get update -o DPkg::Lock::Timeout=300 >>"$1" 2>&1 </dev/null || say "apt-get update had errors, see $1"
}

# install_packages PURPOSE PACKAGE...: installs what is missing; says what, and how long it took.
#
# No service of these packages may start by itself: redis-server's post-install script would leave an open Redis on port
# 6379. Debian's way to say so is policy-rc.d (exit 101 = "not allowed", see invoke-rc.d(8) and deb-systemd-invoke(1)); ours
# exists only while apt runs, and one that is already there (containers have one) stays in charge.
install_packages() {
  local purpose=$1 package log started=$SECONDS policy=/usr/sbin/policy-rc.d ours=0 missing=()
  shift
  has dpkg-query && for package in "$@"; do installed "$package" || missing+=("$package"); done
  if has dpkg-query && ((${#missing[@]} == 0)); then return 0; fi
  has apt-get || die 7 "something is missing for $purpose. This is not a Debian or Ubuntu system: install with its own package \
manager what Debian calls: $*. Then run the same command again."
  may_be_root || die 7 "these packages are missing for $purpose: ${missing[*]}. Installing them needs root: run the same command \
with sudo, or install them first: sudo apt-get install --no-install-recommends ${missing[*]}"

  log=$(mktemp -t pilothouse-apt.XXXXXX)
  for package in "${missing[@]}"; do
    if ! apt_knows "$package"; then apt_update "$log"; break; fi
  done
  say "Installing for $purpose (${#missing[@]} packages and what they need; some 5 s to a minute): ${missing[*]}"
  if [[ ! -e $policy ]]; then
    ours=1
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy"
  fi
  # The lists may name versions that the mirror has replaced: refresh them and try once more.
  apt_run "$log" install --no-install-recommends "${missing[@]}" ||
    { apt_update "$log"; apt_run "$log" install --no-install-recommends "${missing[@]}"; } ||
    { tail -n 15 "$log" >&2; die 7 "apt-get could not install them; the whole log is $log"; }
  if ((ours)); then as_root rm -f "$policy"; trap - EXIT; fi
  # Nor at the next boot: Pilothouse runs a Redis of its own, on a private socket.
  if [[ " ${missing[*]} " == *" redis-server "* ]] && has update-rc.d; then as_root update-rc.d redis-server disable >>"$log" 2>&1 || true; fi
  rm -f "$log"
  say "Installed in $((SECONDS - started)) s."
}

# --- what `up` needs ---------------------------------------------------------------------------------------------

# With systemd, the distribution's own services. Without, libvirt-daemon-system would pull systemd in: the daemons alone,
# and below what else its post-install script makes.
LIBVIRT_PACKAGES=(libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 qemu-utils dnsmasq-base iptables)
if systemd_rules; then LIBVIRT_PACKAGES+=(libvirt-daemon-system); fi

lacks_libvirt() { ! { has libvirtd || has virtqemud; } || ! has virsh || ! has qemu-img || ! has qemu-system-x86_64; }
lacks_redis() { ! has redis-server && ! has valkey-server; }

# libvirtd does not load its QEMU driver without the user and group libvirt-qemu (Debian reserves number 64055 for them),
# and starts no guest without its log folder. All of this is in libvirt-daemon-system's post-install script.
make_libvirt_accounts() {
  local group
  if ! getent passwd libvirt-qemu >/dev/null || ! getent group libvirt-qemu >/dev/null; then
    may_be_root || die 7 "libvirt needs the system user libvirt-qemu, and making it needs root: run the same command with sudo."
    say "Making the system user libvirt-qemu and the groups kvm, libvirt and libvirt-qemu, which libvirt runs guests with."
    for group in kvm libvirt; do getent group "$group" >/dev/null || as_root groupadd --system "$group"; done
    getent group libvirt-qemu >/dev/null || as_root groupadd --system --gid 64055 libvirt-qemu
    getent passwd libvirt-qemu >/dev/null || as_root useradd --system -K SYS_UID_MAX=64055 --uid 64055 --gid kvm \
      --groups libvirt-qemu --home-dir /var/lib/libvirt --no-create-home --shell /usr/sbin/nologin \
      --comment "Libvirt Qemu" libvirt-qemu
  fi
  if [[ ! -d /var/log/libvirt/qemu ]]; then as_root mkdir -p -m 0750 /var/log/libvirt/qemu; fi
  # What udev does elsewhere. If libvirtd can open /dev/kvm but its guests' user cannot, libvirt probes QEMU anew at every
  # define and start, which takes seconds each time.
  if [[ -c /dev/kvm && $(stat -c %G /dev/kvm) != kvm ]] && may_be_root; then
    say "Giving the group kvm the device /dev/kvm, as udev would."
    as_root chgrp kvm /dev/kvm
    as_root chmod 0660 /dev/kvm
  fi
}
