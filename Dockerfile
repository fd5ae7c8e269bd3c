FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 releaseplan
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH
COPY requirements.lock ./
RUN python -m venv .venv && pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN python -m releaseplan.catalogs locale \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && python -m whitenoise.compress --quiet var/static \
 && rm -f var/secret-key \
 && mkdir -p media && chown -R releaseplan var media
USER releaseplan
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "releaseplan.wsgi:application"]
