#!/bin/sh
# Makes in DIR what a stand-in for Amazon ECR's registry needs: a certificate for its host name with the key (PEM and
# PKCS12), a trust store of the JDK's authorities and this one, a password file, and a hosts file.

set -eu

if [ $# -ne 5 ]; then
  echo 'usage: make-ecr.sh DIR HOST ADDRESS PASSWORD JAVA_HOME' >&2
  exit 2
fi
dir=$1 host=$2 address=$3 password=$4 java_home=$5

mkdir -p "$dir"
cd "$dir"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=${host#*.}" \
  -addext "subjectAltName=DNS:*.${host#*.},IP:127.0.0.2,IP:127.0.0.3" -keyout key.pem -out certificate.pem
openssl pkcs12 -export -inkey key.pem -in certificate.pem -passout pass:changeit -out keys.p12
cp "$java_home/lib/security/cacerts" trust
chmod u+w trust
"$java_home/bin/keytool" -importcert -noprompt -alias ecr -file certificate.pem -keystore trust -storepass changeit
htpasswd -bnB AWS "$password" >passwords
printf '127.0.0.1 localhost\n%s %s\n' "$address" "$host" >hosts
