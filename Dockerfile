# Three images from one file: `app` (web, worker, beat, dispatcher, migrate), `proxy`, and what they are built in.
FROM node:22-bookworm-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements requirements
COPY portal/__init__.py portal/__init__.py
COPY portal/running portal/running
RUN python -c "from portal.running.bootstrap import ensure_python_packages as e; e('run')" \
 && apt-get update && python -c "from portal.running.bootstrap import ensure_fandol as e; e()" \
 && apt-get install -y --no-install-recommends fonts-noto-cjk fonts-liberation \
 && rm -rf /var/lib/apt/lists/*
COPY . .
COPY --from=front /app/node_modules node_modules
# Fonts cut to what Chinese papers use, and static files under names that carry their digest. The settings want
# addresses and a key; nothing is connected to and nothing of them is kept.
RUN python -c "from portal.running.bootstrap import ensure_cut_fonts as e; e()" \
 && DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=build.invalid \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(40))')" \
    DATABASE_URL=postgres://app@build.invalid/portal REDIS_URL=redis://build.invalid \
    .venv/bin/python manage.py collectstatic --noinput \
 && rm -rf node_modules var/log var/run

FROM python:3.11-slim-bookworm AS app
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    fonts-noto-cjk fonts-liberation libreoffice-writer-nogui \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 portal && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp portal \
 && install -d -o portal -g portal -m 0750 /srv/portal/files
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TZ=Asia/Shanghai LANG=C.UTF-8 \
    HOME=/tmp XDG_CACHE_HOME=/tmp/cache DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_FILES=/srv/portal/files ARRIVAL_HEADER=HTTP_X_REQUEST_ARRIVED CLIENT_IP_HEADER=X-Real-IP \
    PRIVATE_FILES_ACCEL=/-private
USER 10001:10001
CMD ["gunicorn", "-c", "python:portal.running.web", "portal.wsgi"]

FROM nginxinc/nginx-unprivileged:1.28-bookworm AS proxy
COPY portal/running/proxy/portal.conf.template /etc/nginx/templates/portal.conf.template
COPY portal/running/proxy/errors /srv/portal/errors
COPY --from=build /app/var/static /srv/portal/static
