import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=128)),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('certificate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='phrase', to='certificates.certificate')),
            ],
            options={
                'ordering': ['set_at'],
            },
        ),
        migrations.CreateModel(
            name='OneTimeLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='certificates.certificate')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.AddField(
            model_name='verificationrecord',
            name='finding',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='verificationrecord',
            name='way',
            field=models.CharField(choices=[('code', 'by code'), ('seal', 'by the square pattern'), ('file', 'by PDF file'), ('phrase', 'by code and phrase'), ('link', 'by one-time link')], default='code', max_length=8),
        ),
        migrations.AlterField(
            model_name='verificationrecord',
            name='answer',
            field=models.CharField(choices=[('valid', 'valid'), ('expired', 'expired'), ('revoked', 'revoked'), ('replaced', 'replaced'), ('renewed', 'renewed'), ('unconfirmed', 'cannot be confirmed here'), ('altered', 'this file was altered')], max_length=12),
        ),
    ]
