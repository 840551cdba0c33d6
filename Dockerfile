# docker build -t audit .
# docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/articles" audit scan . --html report
# Needs a container registry, a Debian mirror and a package registry; nothing else is fetched.
FROM python:3.12-slim
# --changed-since asks git; a mounted folder belongs to somebody else, which git must be told.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY . /source
RUN python -m pip install --no-cache-dir /source && rm -rf /source
WORKDIR /articles
ENTRYPOINT ["audit"]
CMD ["--help"]
