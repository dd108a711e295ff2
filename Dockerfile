# One image for the chapters 2 to 5:   docker run IMAGE 02_etl --help
#
#   docker build --build-arg PINNED=no --tag predictor-fut-br .
#
# The words after the image's name are those after ./jbangw. Everything is compiled and resolved here: the image holds
# no compiler and no JBang, and fetches nothing when it runs. Chapter 1 provisions from your machine and chapter 6
# starts the others as processes there (in the cloud Step Functions starts them), so neither is in the image.
#
# A tag moves: what it names tomorrow nobody here has tried. So a base or adapter without a digest is refused, unless
# PINNED=no says that this is for learning. For a build that gives the same bytes next year, ask for the digests and pass
# them, or put them into the lines below; .github/dependabot.yml then proposes newer ones:
#   docker buildx imagetools inspect eclipse-temurin:25-jdk --format '{{.Manifest.Digest}}'
#   docker build --build-arg JDK_IMAGE=docker.io/library/eclipse-temurin:25-jdk@sha256:… \
#                --build-arg BASE_IMAGE=docker.io/library/debian:bookworm-slim@sha256:… \
#                --build-arg ADAPTER_IMAGE=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1@sha256:… .
# Any base with a JDK 25 will do for JDK_IMAGE, any with glibc (not older than the JDK needs) and bash for BASE_IMAGE.
ARG JDK_IMAGE=docker.io/library/eclipse-temurin:25-jdk
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim
# AWS's Lambda Web Adapter (Apache-2.0): on Lambda it turns each event into plain HTTP for the chapter; elsewhere nothing
# starts it. Any image with /lambda-adapter will do; for a host that is not Lambda even an empty folder of that name.
ARG ADAPTER_IMAGE=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1
FROM ${ADAPTER_IMAGE} AS adapter


# ---------------------------------------------------------------- 1. compile, and collect the libraries
FROM ${JDK_IMAGE} AS build

ARG JDK_IMAGE
ARG BASE_IMAGE
ARG ADAPTER_IMAGE
ARG PINNED=yes
RUN for base in "$JDK_IMAGE" "$BASE_IMAGE" "$ADAPTER_IMAGE"; do \
      case "$PINNED $base" in \
        no\ * | *@sha256:*) ;; \
        *) echo "$base is a tag, which moves: name its digest, or pass --build-arg PINNED=no (see the Dockerfile)" >&2; exit 1 ;; \
      esac; \
    done

# Where Maven's and JBang's downloads stay between builds; a folder that is mounted can be named instead.
ARG JBANG_REPO=/cache/maven
ARG JBANG_DIR=/cache/jbang
WORKDIR /build
COPY jbangw 02_etl.java 03_train.java 04_api.java 05_ui.java ./
COPY lib lib
COPY docs/api docs/api
COPY ui ui
COPY image/compile image/Sbom.java image/
RUN --mount=type=cache,target=/cache bash image/compile /app


# ---------------------------------------------------------------- 2. a Java of the modules that are called
FROM ${JDK_IMAGE} AS java

# jdeps names more, which only unused corners of the libraries ask for.
#   java.net.http: 02_etl fetch, the page asking the API     java.naming, jdk.zipfs: Jetty and its files inside jars
#   java.management, jdk.management: the API's /metrics      java.sql: types that Tablesaw and Jackson name
#   java.desktop: the page's card as a PNG
#   jdk.unsupported: sun.misc.Unsafe                         jdk.localedata: numbers and dates in Portuguese
#   java.desktop: the picture of a match that the page draws; it needs no display and no fonts of the system
RUN jlink --output /java --add-modules \
      java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.localedata,jdk.management,jdk.unsupported,jdk.zipfs \
      --include-locales en,pt --strip-java-debug-attributes --no-header-files --no-man-pages --generate-cds-archive \
 && rm /java/lib/server/classes_nocoops.jsa  # for heaps beyond 32 GB


# ---------------------------------------------------------------- 3. what every chapter needs and rarely changes
FROM ${BASE_IMAGE} AS base

# Told by number further down, so that Kubernetes can see that it is not root.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin predictor \
 && install --directory --owner predictor --group predictor /data-lake
COPY --from=java /java /java
COPY --from=adapter /lambda-adapter /opt/extensions/lambda-adapter
COPY --from=build /app/lib /app/lib
COPY sample /app/sample
COPY image/run image/health image/fontconfig.properties /app/


# ---------------------------------------------------------------- 4. the ahead-of-time cache of each chapter
# A cache is bound to its chapter's jar, so a changed script gets a new one, 7 to 11 MB in the registry; the runtime and
# the libraries, three quarters of the image, stay. A stage for each: a builder that compares content keeps the others.
FROM base AS etl
COPY image/warm /
COPY --from=build /app/02_etl.jar /app/
RUN bash /warm 02_etl /lake

FROM base AS train
COPY image/warm /
COPY --from=etl /lake /lake
COPY --from=build /app/03_train.jar /app/
RUN bash /warm 03_train /lake

FROM base AS api
COPY image/warm /
COPY --from=train /lake/models /lake/models
COPY --from=build /app/04_api.jar /app/
RUN bash /warm 04_api /lake

FROM api AS ui
COPY --from=build /app/05_ui.jar /app/
RUN bash /warm 05_ui /lake


# ---------------------------------------------------------------- 5. the image
FROM base
COPY --from=etl /app/02_etl.* /app/
COPY --from=train /app/03_train.* /app/
COPY --from=api /app/04_api.* /app/
COPY --from=ui /app/05_ui.* /app/
COPY --from=build /app/sbom.cdx.json /app/
COPY LICENSE NOTICE /app/

# Inside a container the network is what -p publishes, nothing more. The lake is ./data-lake, as on your machine.
ENV API_HOST=0.0.0.0 UI_HOST=0.0.0.0 LANG=C.UTF-8
WORKDIR /
USER 10001:10001
EXPOSE 8080 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/app/health"]
ENTRYPOINT ["/bin/bash", "/app/run"]
CMD ["--help"]

# The training (03_train) contains Smile, which is GPL-3.0: read /app/NOTICE before you give the image to others.
ARG VERSION=development
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Predictor Fut BR" \
      org.opencontainers.image.description="ETL, training, API and page that forecast the Brazilian Série A" \
      org.opencontainers.image.licenses="Apache-2.0 AND GPL-3.0-only" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
